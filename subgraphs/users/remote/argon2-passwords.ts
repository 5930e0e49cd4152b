import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import type { Passwords } from "../ports.ts";
import { atMost } from "./at-most.ts";

/** OWASP's Password Storage Cheat Sheet: argon2id with at least 19 MiB, two passes, one lane. */
const COSTS = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Hashes take libuv's threads, which the file system and name look-ups need as well: of its four they get two. */
const AT_ONCE_MAX = 2;
/** Some ten seconds of work; whoever comes then is told so at once. */
const WAITING_MAX = 500;
const oneOfFew = atMost(AT_ONCE_MAX, WAITING_MAX);

/** Argon2id in its usual text form, `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`, each hash with its own costs. */
export function argon2Passwords(): Passwords {
  return {
    hash: async (password) => {
      const salt = randomBytes(SALT_BYTES);
      return textOf({ ...COSTS, salt, hash: await derive(password, { ...COSTS, salt }) });
    },
    verify: async (password, hash) => {
      const kept = hash === undefined ? nobodys : parse(hash);
      const derived = await derive(password, kept);
      return timingSafeEqual(derived, kept.hash) && kept !== nobodys;
    },
  };
}

interface Costs {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Buffer;
}

interface Kept extends Costs {
  readonly hash: Buffer;
}

/** What an unknown address is compared with: the same work, and never a match. */
const nobodys: Kept = { ...COSTS, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };

/** The same characters typed on another keyboard are the same password (RFC 8265, 4.2: NFC or wider). */
function derive(password: string, { salt, memory, passes, parallelism }: Costs): Promise<Buffer> {
  const parameters = { message: password.normalize("NFKC"), nonce: salt, memory, passes, parallelism };
  return oneOfFew(
    () =>
      new Promise((resolve, reject) => {
        argon2("argon2id", { ...parameters, tagLength: HASH_BYTES }, (error, hash) =>
          error ? reject(error) : resolve(hash),
        );
      }),
  );
}

function textOf({ memory, passes, parallelism, salt, hash }: Kept): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64Of(salt)}$${base64Of(hash)}`;
}

const TEXT = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

function parse(text: string): Kept {
  const [, memory, passes, parallelism, salt, hash] = TEXT.exec(text) ?? [];
  if (!hash || !salt) throw new TypeError("A kept password hash is not argon2id");
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, "base64"),
    hash: Buffer.from(hash, "base64"),
  };
}

/** Without padding, as the text form wants it. */
function base64Of(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}
