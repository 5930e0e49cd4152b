import { resolve } from "node:path";
import { z } from "zod";
import { clientAddresses } from "#gateway/http/client-address.ts";
import { type PlatformRateLimits, RATE_LIMIT_NAMES, rateLimitsWith } from "./rate-limits.ts";
import { PlatformStartError } from "./start-error.ts";

const PORT_MAX = 65_535;
const DAY_SECONDS = 86_400;
const SECRET_LENGTH_MIN = 32;
/** Where browser apps are usually developed. */
const DEVELOPMENT_ORIGINS = ["http://localhost:3000", "http://localhost:5173"];

const text = z.string();
const list = z.string().transform((value) =>
  value
    .split(",")
    .map((item) => item.trim())
    .filter(Boolean),
);
const wholeNumber = (min: number, max: number) => {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
};
const oneOf = <const Value extends string>(...values: Value[]) => z.enum(values, `must be one of ${values.join(", ")}`);

const areAddresses = (addresses: readonly string[]) => {
  try {
    return Boolean(clientAddresses(addresses));
  } catch {
    return false;
  }
};
const areRateLimits = (figures: readonly string[]) =>
  isOff(figures) || figures.every((figure) => RATE_LIMIT_NAMES.includes(/^(\w+)=\d{1,9}$/.exec(figure)?.[1] ?? ""));
const isOff = (figures: readonly string[]) => figures.length === 1 && figures[0] === "off";

/** Everything the operator decides. `shown` is the default in words where it follows from another setting. */
const SETTINGS = {
  env: {
    name: "AGORA_ENV",
    fallback: "development",
    meaning: "development: demo shop, introspection, explorer; production: none of them",
    schema: oneOf("development", "production"),
  },
  port: {
    name: "AGORA_PORT",
    fallback: "4000",
    meaning: "port of the gateway, HTTP and websocket",
    schema: wholeNumber(1, PORT_MAX),
  },
  host: {
    name: "AGORA_HOST",
    fallback: "127.0.0.1",
    meaning: "address it listens on",
    schema: text.min(1, "must not be empty"),
  },
  publicUrl: {
    name: "AGORA_PUBLIC_URL",
    fallback: "",
    shown: "http://HOST:PORT",
    meaning: "URL by which clients and payment providers reach the gateway",
    schema: text.refine((value) => value === "" || URL.canParse(value), "must be a URL"),
  },
  data: {
    name: "AGORA_DATA",
    fallback: ".agora",
    meaning: "folder of all that must outlive a restart: database, secrets, log, demo logins",
    schema: text.min(1, "must not be empty"),
  },
  logLevel: {
    name: "AGORA_LOG_LEVEL",
    fallback: "info",
    meaning: "level of the log",
    schema: oneOf("debug", "info", "warn", "error", "silent"),
  },
  log: {
    name: "AGORA_LOG",
    fallback: "",
    shown: "DATA/agora.log",
    meaning: "file of the JSON log, or stdout (production's default)",
    schema: text,
  },
  accessTokenSeconds: {
    name: "AGORA_ACCESS_TOKEN_SECONDS",
    fallback: "900",
    meaning: "seconds an access token is good",
    schema: wholeNumber(1, DAY_SECONDS),
  },
  paymentDueSeconds: {
    name: "AGORA_PAYMENT_DUE_SECONDS",
    fallback: "900",
    meaning: "seconds until an unpaid order is cancelled",
    schema: wholeNumber(1, 30 * DAY_SECONDS),
  },
  sandboxSlowMs: {
    name: "AGORA_SANDBOX_SLOW_MS",
    fallback: "3000",
    meaning: "milliseconds until the sandbox's tok_slow settles",
    schema: wholeNumber(0, 3_600_000),
  },
  corsOrigins: {
    name: "AGORA_CORS_ORIGINS",
    fallback: "",
    shown: "none",
    meaning: "browser origins that may call, by commas; development adds http://localhost:3000 and :5173",
    schema: list,
  },
  trustedProxies: {
    name: "AGORA_TRUSTED_PROXIES",
    fallback: "",
    shown: "none",
    meaning: "addresses and ranges (10.0.0.0/8) of proxies whose X-Forwarded-For is believed, by commas",
    schema: list.refine(areAddresses, "must be addresses and ranges, by commas"),
  },
  rateLimits: {
    name: "AGORA_RATE_LIMITS",
    fallback: "",
    shown: "docs/operations.md",
    meaning: "other figures of rate limits: NAME=POINTS, by commas (0: without it); or off",
    schema: list.refine(areRateLimits, `must be off, or NAME=POINTS of ${RATE_LIMIT_NAMES.join(", ")}, by commas`),
  },
  databaseUrl: {
    name: "AGORA_DATABASE_URL",
    fallback: "",
    shown: "embedded",
    meaning: "postgres://USER:PASSWORD@HOST/DATABASE of an own PostgreSQL; a service needs no user",
    isSecret: true,
    schema: text.refine((value) => value === "" || URL.canParse(value), "must be a URL"),
  },
  secret: {
    name: "AGORA_SECRET",
    fallback: "",
    shown: "DATA/secrets.json",
    meaning: `the platform's secret (${SECRET_LENGTH_MIN} characters or more) where services share no folder`,
    isSecret: true,
    schema: text.refine(
      (value) => value === "" || value.length >= SECRET_LENGTH_MIN,
      `must have ${SECRET_LENGTH_MIN} characters or more`,
    ),
  },
  subgraphs: {
    name: "AGORA_SUBGRAPHS",
    fallback: "",
    shown: "none",
    meaning: "services: NAME=URL of every subgraph, by commas",
    schema: list.refine(
      (pairs) => pairs.every((pair) => URL.canParse(pair.replace(/^\w+=/, ""))),
      "must be NAME=URL, by commas",
    ),
  },
  tracingUrl: {
    name: "AGORA_TRACING_URL",
    fallback: "",
    shown: "none",
    meaning: "collector of traces, OTLP over HTTP: http://HOST:4318/v1/traces; without it nothing is traced",
    schema: text.refine((value) => value === "" || /^https?:/.test(value), "must be an HTTP URL"),
  },
  tracingKeptRatio: {
    name: "AGORA_TRACING_KEPT_RATIO",
    fallback: "0.01",
    meaning: "the part of traces that is kept, 0 to 1",
    schema: z
      .string()
      .regex(/^\d+(\.\d+)?$/, "must be a number from 0 to 1")
      .transform(Number)
      .refine((value) => value <= 1, "must be a number from 0 to 1"),
  },
  gateway: {
    name: "AGORA_GATEWAY",
    fallback: "own",
    meaning: "what runs queries: own (Agora's core) or apollo (@apollo/gateway, to compare with)",
    schema: oneOf("own", "apollo"),
  },
  cache: {
    name: "AGORA_CACHE",
    fallback: "memory",
    meaning: "where the gateway keeps public answers until they change: memory or off",
    schema: oneOf("memory", "off"),
  },
  subgraphPort: {
    name: "AGORA_SUBGRAPH_PORT",
    fallback: "0",
    shown: "PORT + 1",
    meaning: "services: a subgraph's own port; `npm run services` counts up from it",
    schema: wholeNumber(0, PORT_MAX),
  },
} satisfies Record<
  string,
  {
    name: string;
    fallback: string;
    shown?: string;
    meaning: string;
    isSecret?: boolean;
    schema: z.ZodType<unknown, string>;
  }
>;

type Values = { [Key in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[Key]["schema"]> };

export interface Config extends Omit<Values, "env" | "subgraphs" | "databaseUrl" | "secret" | "rateLimits"> {
  readonly production: boolean;
  readonly databaseUrl: string | undefined;
  readonly secret: string | undefined;
  readonly subgraphs: ReadonlyMap<string, string>;
  readonly rateLimits: PlatformRateLimits | undefined;
}

/** Reads every setting once; throws a PlatformStartError that names all that are wrong, unknown names among them. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const settings = Object.entries(SETTINGS);
  const known = new Set(settings.map(([, { name }]) => name));
  const unknown = Object.keys(env).filter((name) => /^AGORA_(?!TEST_)/.test(name) && !known.has(name as never));
  const problems = unknown.map((name) => `${name} is not a setting`);

  const values = Object.fromEntries(
    settings.map(([key, setting]) => {
      const { name, fallback, schema } = setting;
      const given = env[name] ?? fallback;
      const parsed = schema.safeParse(given);
      if (!parsed.success)
        problems.push(
          `${name} ${parsed.error.issues[0]?.message}${"isSecret" in setting ? "" : ` (it is "${given}")`}`,
        );
      return [key, parsed.data];
    }),
  ) as Values;
  if (problems.length > 0) {
    throw new PlatformStartError({
      message: `Settings: ${problems.join("; ")}.`,
      remedy: "`npm start -- --help` lists all settings.",
    });
  }

  const { env: environment, ...rest } = values;
  const production = environment === "production";
  const data = resolve(values.data);
  return {
    ...rest,
    production,
    data,
    corsOrigins: production ? values.corsOrigins : [...values.corsOrigins, ...DEVELOPMENT_ORIGINS],
    publicUrl: (values.publicUrl || `http://${values.host}:${values.port}`).replace(/\/$/, ""),
    log: values.log || (production ? "stdout" : resolve(data, "agora.log")),
    databaseUrl: values.databaseUrl || undefined,
    secret: values.secret || undefined,
    rateLimits: isOff(values.rateLimits) ? undefined : rateLimitsWith(values.rateLimits),
    subgraphs: new Map(
      values.subgraphs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
    ),
    subgraphPort: values.subgraphPort || values.port + 1,
  };
}

/** The table of `--help`. */
export function settingsHelp(): string {
  const rows = Object.values<{ name: string; fallback: string; shown?: string; meaning: string }>(SETTINGS);
  return rows
    .map(({ name, fallback, shown, meaning }) => `  ${name.padEnd(27)} ${(shown ?? fallback).padEnd(18)} ${meaning}`)
    .join("\n");
}
