import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { Pool } from "undici";
import { becameOld, collectYoung } from "#tests/support/collections.ts";
import { post } from "./http-post.ts";

const POSTS = 600;
const COLLECTED_EVERY = 20;
const ANSWER = JSON.stringify({ data: "x".repeat(20_000) });

/** At `/pieces` it answers with the body that it was sent, in pieces of so many bytes. */
const server = createServer(async (incoming, outgoing) => {
  outgoing.writeHead(200, { "content-type": "application/json" });
  if (incoming.url === "/") return void incoming.resume().on("end", () => outgoing.end(ANSWER));
  const body = Buffer.concat(await incoming.toArray());
  const size = Number(incoming.url!.slice("/pieces?".length));
  for (let at = 0; at < body.length; at += size) outgoing.write(body.subarray(at, at + size));
  outgoing.end();
});
let pool: Pool;
before(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  pool = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { connections: 1 });
});
after(async () => {
  await pool.close();
  server.close();
});

test("a request that is over is nobody's any more: young collections are enough for it", async () => {
  const grownBytes = await becameOld(async () => {
    for (let count = 0; count < POSTS; count += 1) {
      const { signal } = new AbortController();
      const { text } = await post(pool, { path: "/", headers: [], body: Buffer.from("{}"), leftMs: 10_000, signal });
      assert.equal(text.length, ANSWER.length);
      if (count % COLLECTED_EVERY === 0) collectYoung();
    }
  });
  assert.ok(grownBytes < 2_000_000, `${grownBytes} bytes of ${POSTS * ANSWER.length} became old`);
});

test("an answer is the known one only if it is to the last byte, however it comes; any other is read in full", async () => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });
  const knownTo = (sent: string) =>
    fc.oneof(fc.constant(sent), fc.constant(sent.slice(0, -1)), text, fc.tuple(fc.constant(sent), text).map(String));
  await fc.assert(
    fc.asyncProperty(
      text.chain((sent) => fc.tuple(fc.constant(sent), knownTo(sent))),
      fc.integer({ min: 1, max: 12 }),
      async ([sent, known], size) => {
        const { signal } = new AbortController();
        const asked = { path: `/pieces?${size}`, headers: [], body: Buffer.from(sent), leftMs: 10_000, signal };
        const { isKnown, text } = await post(pool, { ...asked, known: Buffer.from(known) });
        assert.equal(isKnown, Buffer.from(sent).equals(Buffer.from(known)));
        assert.equal(text, isKnown ? "" : Buffer.from(sent).toString());
      },
    ),
    { numRuns: 300 },
  );
});
