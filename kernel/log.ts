import { pino } from "pino";
import { standardOutput } from "./standard-output.ts";

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

export function createLog(level: string, destination?: { write(line: string): void }): Log {
  const redact = { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: "[secret]" };
  const options = { level, redact, serializers: { error: errorFields } };
  return pino(options, destination ?? standardOutput());
}

/** Named one by one: a database's error also carries the values it was about. */
function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack } = error;
  return { type: name, message, stack, code: (error as { code?: unknown }).code };
}

export const silentLog: Log = pino({ level: "silent" });
