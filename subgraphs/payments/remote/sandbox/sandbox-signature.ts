import { createHmac, timingSafeEqual } from "node:crypto";

/** The header that carries it: `t=<seconds since the epoch>,v1=<hex HMAC-SHA256 over "t.body">`, as Stripe does it. */
export const SANDBOX_SIGNATURE_HEADER = "agora-sandbox-signature";
/** An older or younger one is refused, so that a recorded webhook cannot be played again later. */
const TOLERANCE_SECONDS = 300;
const FORM = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

export function signWebhook(key: Buffer, body: string, now: Date): string {
  const seconds = `${secondsOf(now)}`;
  return `t=${seconds},v1=${macOf(key, seconds, Buffer.from(body)).toString("hex")}`;
}

export function isSigned(key: Buffer, header: string | undefined, body: Buffer, now: Date): boolean {
  const [, seconds, signature] = FORM.exec(header ?? "") ?? [];
  if (!seconds || !signature) return false;
  if (Math.abs(secondsOf(now) - Number(seconds)) > TOLERANCE_SECONDS) return false;
  return timingSafeEqual(Buffer.from(signature, "hex"), macOf(key, seconds, body));
}

function macOf(key: Buffer, seconds: string, body: Buffer): Buffer {
  return createHmac("sha256", key).update(`${seconds}.`).update(body).digest();
}

function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1_000);
}
