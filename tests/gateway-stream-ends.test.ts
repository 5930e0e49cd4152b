import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import { test } from "node:test";
import { streamEnds } from "#gateway/http/stream-ends.ts";
import { streamResponse } from "#gateway/http/stream-response.ts";
import { LIMITS } from "#gateway/limits.ts";
import { nobody } from "#kernel/identity.ts";

const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

test("a stream whose client left while it was opened leaves nothing behind", async () => {
  const gone = Object.assign(new EventEmitter(), { destroyed: true }) as unknown as ServerResponse;
  const before = timers();
  let listening = 0;
  let ended = 0;
  const onRevoked = () => {
    listening += 1;
    return () => void (listening -= 1);
  };
  const caller = { ...nobody, session: "ses_1", expiresAtMs: Date.now() + 900_000 };
  const signal = streamEnds({ limits: LIMITS, onRevoked }).of(caller, gone);
  const items: AsyncIterable<string> = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise(() => {}),
      return: async () => ((ended += 1), { done: true, value: undefined }),
    }),
  };
  const framing = { contentType: "text/plain", opening: "", frameOf: String, lastFrameOf: () => "" };
  streamResponse(gone, items, framing, { limits: LIMITS, faultOf: () => ({ message: "" }), signal });

  assert.deepEqual([signal.aborted, listening, ended, timers()], [true, 0, 1, before]);
});
