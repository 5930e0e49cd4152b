import { pino } from "pino";

/** One JSON object a line. `requestId` follows a request from client to store. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** `redact: []` for lines that hold no secret by what they are. */
  child(fields: object, options?: { redact: string[] }): Log;
}

/** Members whose values are never written, at the top of a logged object and one level below. */
const SECRETS = ["password", "token", "accessToken", "refreshToken", "authorization", "secret", "idempotencyKey"];

/** Lines for the standard output wait for each other: a system call for each would cost more than the line. */
const LINES_BYTES_MIN = 15_360;
const FLUSH_MS = 100;

export function createLog(level: string, destination?: { write(line: string): void }): Log {
  const redact = { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: "[secret]" };
  const options = { level, redact, serializers: { error: errorFields } };
  return pino(options, destination ?? standardOutput());
}

function standardOutput(): { write(line: string): void } {
  const output = pino.destination({ dest: 1, sync: false, minLength: LINES_BYTES_MIN });
  setInterval(() => output.flush(), FLUSH_MS).unref();
  process.on("exit", () => output.flushSync());
  return output;
}

/** Named one by one: a database's error also carries the values it was about. */
function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack } = error;
  return { type: name, message, stack, code: (error as { code?: unknown }).code };
}

export const silentLog: Log = pino({ level: "silent" });
