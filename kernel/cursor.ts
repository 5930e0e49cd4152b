import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { badInput } from "./errors.ts";

/** Sort keys of a row as the database writes them (text), the id last: exact, where a Date would lose microseconds. */
export type CursorValues = readonly string[];

/** Cursors are opaque, signed, and bound to the list they came from: its filter, its sort, its owner. */
export interface Cursors {
  encode(list: string, values: CursorValues): string;
  /** Throws BAD_USER_INPUT for a cursor that is forged or came from another list. */
  decode(list: string, argument: string, cursor: string): CursorValues;
}

const SIGNATURE_BYTES = 12;
const CURSOR_LENGTH_MAX = 2_000;

export function signedCursors(key: Buffer): Cursors {
  const sign = (list: string, payload: string) =>
    createHmac("sha256", key).update(`${list}\0${payload}`).digest().subarray(0, SIGNATURE_BYTES);
  return {
    encode: (list, values) => {
      const payload = Buffer.from(JSON.stringify(values)).toString("base64url");
      return `${payload}.${sign(list, payload).toString("base64url")}`;
    },
    decode: (list, argument, cursor) => {
      const [payload = "", signature = ""] = cursor.length <= CURSOR_LENGTH_MAX ? cursor.split(".") : [];
      const given = Buffer.from(signature, "base64url");
      if (given.length !== SIGNATURE_BYTES || !timingSafeEqual(given, sign(list, payload)))
        throw badInput(
          argument,
          `"${argument}" is not a cursor of this list. Use a cursor from a page with the same filter and sort.`,
        );
      return JSON.parse(Buffer.from(payload, "base64url").toString());
    },
  };
}

/** Names a list by what decides its content and order. */
export function listName(field: string, ...deciding: readonly unknown[]): string {
  const text = JSON.stringify(deciding, (_, value) => (typeof value === "bigint" ? value.toString() : value));
  return `${field}/${createHash("sha256").update(text).digest("base64url")}`;
}
