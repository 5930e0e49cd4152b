import { pino } from "pino";

/** One JSON object a line. `requestId` follows a request from client to store. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Log;
}

/** Members whose values are never written, wherever they stand in a logged object. */
const SECRETS = ["password", "token", "accessToken", "refreshToken", "authorization", "secret", "idempotencyKey"];

export function createLog(level: string, destination?: { write(line: string): void }): Log {
  const redact = { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: "[secret]" };
  return destination ? pino({ level, redact }, destination) : pino({ level, redact });
}

export const silentLog: Log = pino({ level: "silent" });
