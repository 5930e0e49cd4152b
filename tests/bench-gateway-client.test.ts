import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { LoadOrder, LoadReport } from "../bench/gateway/client.ts";
import { listen } from "./support/gateway.ts";

/** A benchmark is as right as its client: it must count whole answers and see wrong ones. */
const REQUESTS = 200;
const HANGING = { timeout: 20_000 };
const LONG = "x".repeat(300_000);

test("the load client counts whole answers, sized or in chunks, empty or longer than a read", HANGING, async () => {
  for (const text of ["", "{}", LONG]) {
    for (const send of [sized(text), chunked(text)]) {
      const { report, authorizations } = await load(send, "none");
      assert.equal(report.requests, REQUESTS);
      assert.equal(report.failures, 0, report.failure);
      assert.deepEqual([...authorizations], [undefined]);
    }
  }
});

test("the load client gives every request an Authorization of its own", HANGING, async () => {
  const { report, authorizations } = await load(sized("{}"), "own");
  assert.equal(report.requests, REQUESTS);
  assert.equal(authorizations.size, REQUESTS);
});

test("the load client sees answers that are refused or of another length", HANGING, async () => {
  let count = 0;
  const { report } = await load((incoming, outgoing) => {
    count += 1;
    if (count === 10) outgoing.statusCode = 503;
    sized(count === 20 ? "{}?" : "{}")(incoming, outgoing);
  }, "none");
  assert.equal(report.failures, 2);
});

function sized(text: string): RequestListener {
  return (_incoming, outgoing) => void outgoing.setHeader("content-length", text.length).end(text);
}

/** In two pieces, so that no length can be known ahead. */
function chunked(text: string): RequestListener {
  return (_incoming, outgoing) => {
    outgoing.flushHeaders();
    if (text) outgoing.write(text.slice(0, text.length / 2));
    outgoing.end(text.slice(text.length / 2));
  };
}

async function load(answer: RequestListener, authorization: LoadOrder["authorization"]) {
  const authorizations = new Set<string | undefined>();
  const server = createServer((incoming, outgoing) => {
    authorizations.add(incoming.headers.authorization);
    incoming.resume().on("end", () => answer(incoming, outgoing));
  });
  const { hostname, port } = new URL(await listen(server));
  const client = fork(fileURLToPath(new URL("../bench/gateway/client.ts", import.meta.url)));
  try {
    const order: LoadOrder = {
      ...{ host: hostname, port: Number(port), path: "/graphql", query: "{ a }" },
      ...{ connections: 4, authorization, msMax: 10_000, requestsMax: REQUESTS },
    };
    client.send(order);
    const [report] = (await once(client, "message")) as [LoadReport];
    return { report, authorizations };
  } finally {
    client.kill();
    server.close();
  }
}
