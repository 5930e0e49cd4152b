import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { Pool } from "undici";
import { becameOld, collectYoung } from "#tests/support/collections.ts";
import { post } from "./http-post.ts";

const POSTS = 600;
const COLLECTED_EVERY = 20;
const ANSWER = JSON.stringify({ data: "x".repeat(20_000) });

const server = createServer((incoming, outgoing) => {
  incoming.resume().on("end", () => outgoing.writeHead(200, { "content-type": "application/json" }).end(ANSWER));
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
