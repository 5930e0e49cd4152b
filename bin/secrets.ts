import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type PairKeys, pairKeysFrom } from "#kernel/identity.ts";
import { deriveKey } from "#kernel/secret.ts";
import type { Config } from "./config.ts";
import { PlatformStartError } from "./start-error.ts";

/** Everything secret follows from one secret, so that there is one thing to keep and nothing to configure. */
export interface Secrets {
  key(purpose: string): Buffer;
  /** Of a subgraph's database role. */
  passwordOf(subgraph: string): string;
  readonly pairKeys: PairKeys;
  /** For the environment of a service that shares no folder. */
  readonly platform: string;
}

const SECRET_BYTES = 32;

function secretsFrom(platform: string): Secrets {
  return {
    key: (purpose) => deriveKey(platform, purpose),
    passwordOf: (subgraph) => deriveKey(platform, `postgres/${subgraph}`).toString("base64url"),
    pairKeys: pairKeysFrom(platform),
    platform,
  };
}

/** The secret of the settings, or the data folder's own. */
export function openPlatformSecrets({ secret, data }: Pick<Config, "secret" | "data">): Secrets {
  return secret ? secretsFrom(secret) : openSecrets(data);
}

/** The data folder's secret, made at the first start. */
export function openSecrets(directory: string): Secrets {
  const file = join(directory, "secrets.json");
  return secretsFrom(readSecret(file) ?? makeSecret(directory, file));
}

function readSecret(file: string): string | undefined {
  try {
    const { platform } = JSON.parse(readFileSync(file, "utf8"));
    if (typeof platform === "string" && platform.length > 0) return platform;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
  }
  throw new PlatformStartError({
    message: `${file} cannot be read as the platform's secret.`,
    remedy: "Restore it from a backup (sessions and database passwords depend on it) or start with another AGORA_DATA.",
  });
}

/** Written aside, then linked into place: of two first starts one wins and both read the same. */
function makeSecret(directory: string, file: string): string {
  mkdirSync(directory, { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ platform: randomBytes(SECRET_BYTES).toString("base64url") }), {
    mode: 0o600,
    flush: true,
  });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
  return readSecret(file)!;
}
