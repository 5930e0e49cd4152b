import { accessSync, constants, statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "#kernel/clock.ts";
import { randomIds } from "#kernel/id.ts";
import { silentLog } from "#kernel/log.ts";
import { readConfig } from "./config.ts";
import { NATIVE_COLUMNS } from "./import/native-row.ts";
import { openImportStore } from "./import/open-store.ts";
import { inWords, startProgress } from "./import/progress.ts";
import { type Format, type OnError, runImport } from "./import/run-import.ts";
import { PlatformStartError } from "./start-error.ts";

const USAGE = `npm run import -- FILE [--on-error stop|skip|report] [--format native|icecat]

Brings a product catalogue into the shop, with the platform running or not. FILE holds one JSON object a line
(NDJSON), gzipped or plain. A product whose externalRef is known is changed, one that is equal is left alone: after an
interruption simply start it again.

  --on-error   report  name every bad line as "line N: field: reason" and go on (the default)
               skip    go on, and only count them
               stop    name the first one and end; the good lines before it are kept
  --format     told from the first row when left out
  AGORA_DATA, AGORA_DATABASE_URL, AGORA_SECRET as for the platform: npm start -- --help

Exit code: 0 all lines were read, 1 it ended before, 2 wrong arguments, 130 interrupted.

Columns of the native format:
${NATIVE_COLUMNS}

Columns of the icecat format: id, title, model, brand, description, gtins, price_cents (of currency, or USD), released,
image, attributes, derived_type. The SKU is "MODEL-ID", the externalRef "icecat-ID", the category "Icecat > TYPE".`;

const EXIT_STOPPED = 1;
const EXIT_USAGE = 2;
const EXIT_INTERRUPTED = 130;

interface Arguments {
  readonly file: string;
  readonly onError: OnError;
  readonly format: Format | undefined;
}

async function main(): Promise<number> {
  const given = readArguments();
  if ("usage" in given) {
    (given.usage ? console.error : console.log)(given.usage ? `${given.usage}\n\n${USAGE}` : USAGE);
    return given.usage ? EXIT_USAGE : 0;
  }
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupt.abort());
  const startedAt = performance.now();
  const config = readConfig(process.env);
  const progress = startProgress(given.file);
  try {
    const { store, close } = await openImportStore(config, silentLog, progress.step);
    try {
      const onProblem = given.onError === "skip" ? undefined : progress.onProblem;
      const { onBytes, onProgress } = progress;
      const ports = { store, clock: systemClock, ids: randomIds };
      const result = await runImport({
        ...given,
        ...ports,
        onBytes,
        onProgress,
        onProblem,
        interrupt: interrupt.signal,
      });
      progress.stop();
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(`${inWords(result)} in ${seconds} s.`);
      if (result.ignoredColumns.length > 0)
        console.log(`Columns that are not known: ${result.ignoredColumns.join(", ")}.`);
      if (result.stopped === undefined) return 0;
      console.log(`It ended before the end of the file: ${result.stopped}. Start it again to go on.`);
      return interrupt.signal.aborted ? EXIT_INTERRUPTED : EXIT_STOPPED;
    } finally {
      await close();
    }
  } finally {
    progress.stop();
  }
}

/** The arguments, or that help is wanted; `usage` says what is wrong with them. */
function readArguments(): Arguments | { readonly usage: string | undefined } {
  const options = {
    "on-error": { type: "string" },
    format: { type: "string" },
    help: { type: "boolean", short: "h" },
  } as const;
  let parsed;
  try {
    parsed = parseArgs({ options, allowPositionals: true });
  } catch (error) {
    return { usage: (error as Error).message };
  }
  const { values, positionals } = parsed;
  if (values.help) return { usage: undefined };
  const onError = values["on-error"] ?? "report";
  if (!isOneOf(onError, ["stop", "skip", "report"]))
    return { usage: `--on-error is stop, skip or report, not "${onError}".` };
  const { format } = values;
  if (format !== undefined && !isOneOf(format, ["native", "icecat"]))
    return { usage: `--format is native or icecat, not "${format}".` };
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) return { usage: "Give one FILE." };
  // npm runs scripts in the project's folder; the person may stand somewhere else.
  const file = resolve(process.env.INIT_CWD ?? ".", name);
  try {
    accessSync(file, constants.R_OK);
    if (!statSync(file).isFile()) return { usage: `${file} is not a file.` };
  } catch {
    return { usage: `${file} cannot be read.` };
  }
  return { file, onError, format };
}

function isOneOf<const Value extends string>(text: string, values: readonly Value[]): text is Value {
  return (values as readonly string[]).includes(text);
}

if (import.meta.main) {
  try {
    process.exit(await main());
  } catch (error) {
    const told = error instanceof PlatformStartError ? `${error.message}\n→ ${error.remedy}` : (error as Error).message;
    console.error(`\nThe import failed: ${told}`);
    process.exit(EXIT_STOPPED);
  }
}
