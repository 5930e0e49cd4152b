import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LIMITS } from "#gateway/limits.ts";
import { batchEntities } from "#gateway/subscriptions/batch-entities.ts";
import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from "#kernel/executor.ts";
import { nobody } from "#kernel/identity.ts";

const ALONE = "query ($representations: [_Any!]!) { _entities(representations: $representations) { name } }";
const JOINED =
  "query ($representations_0: [_Any!]!, $representations_1: [_Any!]!) { _0: _entities(representations: $representations_0) { name } _1: _entities(representations: $representations_1) { stars } }";
const product = (id: string) => ({ __typename: "Product", id });
const context = { market: "IN", currency: "INR", locale: "en-IN" };

const request = (variables: SubgraphRequest["variables"], more: Partial<SubgraphRequest> = {}): SubgraphRequest => ({
  ...{ document: ALONE, variables, caller: nobody, context, requestId: "r", deadlineAtMs: Infinity },
  ...{ signal: new AbortController().signal, ...more },
});

/** Answers each list with its ids; `odd…` is an error, `none…` is null without one, `spoilt` spoils everything. */
async function answer({ variables = {} }: SubgraphRequest): Promise<SubgraphResult> {
  const data: Record<string, unknown> = {};
  const errors: any[] = [];
  for (const [name, list] of Object.entries(variables)) {
    if (!name.startsWith("representations")) continue;
    const alias = name === "representations" ? "_entities" : name.slice("representations".length);
    data[alias] = (list as { id: string }[]).map(({ id }, index) => {
      if (id === "spoilt") throw new Error();
      if (id.startsWith("odd")) errors.push({ message: id, path: [alias, index, "name"] });
      return id.startsWith("odd") || id.startsWith("none") ? null : { name: `${alias} ${id}` };
    });
  }
  return errors.length > 0 ? { data, errors } : { data };
}

function counted(limits: Partial<typeof LIMITS> = {}) {
  const requests: SubgraphRequest[] = [];
  const inner: SubgraphExecutor = {
    handsOverAnswers: true,
    subscribe: async () => ({}),
    execute: async (request) => {
      requests.push(request);
      await new Promise((resolve) => setTimeout(resolve, 2));
      return answer(request).catch(() => ({ data: null, errors: [{ message: "spoilt" }] }));
    },
  };
  const { execute, handsOverAnswers } = batchEntities(inner, { ...LIMITS, ...limits });
  return { requests, execute, handsOverAnswers, inner };
}

test("what is asked at the same time goes in one request, each entity once", async () => {
  const { requests, execute, handsOverAnswers } = counted();
  const results = await Promise.all(
    [["p1", "p2"], ["p2"], ["p3", "p1"]].map((ids) => execute(request({ representations: ids.map(product) }))),
  );
  assert.deepEqual(
    requests.map(({ variables }) => variables),
    [{ representations: ["p1", "p2", "p3"].map(product) }],
  );
  assert.deepEqual(results[2], { data: { _entities: [{ name: "_entities p3" }, { name: "_entities p1" }] } });
  assert.equal(handsOverAnswers, false, "p1 is one object in two answers");
});

test("identities, documents and other variables are never mixed", async () => {
  const { requests, execute } = counted();
  const representations = [product("p1")];
  await Promise.all([
    execute(request({ representations })),
    execute(request({ representations }, { caller: { subject: "usr_ada", scopes: [] } })),
    execute(request({ representations }, { caller: { subject: "usr_ada", scopes: ["account"] } })),
    execute(request({ representations }, { context: { ...context, currency: "USD" } })),
    execute(request({ representations }, { forwarded: ["authorization", "Bearer a"] })),
    execute(request({ representations, first: 1 })),
    execute(request({ representations }, { document: `${ALONE} ` })),
    execute(request({ first: 1 })),
    execute(request({ first: 1 })),
  ]);
  assert.equal(requests.length, 9);
});

test("what comes while enough requests are under way waits and goes together, up to a limit", async () => {
  const { requests, execute } = counted({ eventRequestsMax: 2, eventsPerRequestMax: 10 });
  const asking: Promise<unknown>[] = [];
  for (let n = 0; n < 27; n += 1) {
    asking.push(execute(request({ representations: [product(`p${n}`)] })));
    await new Promise(setImmediate);
  }
  await Promise.all(asking);
  const sizes = requests.map(({ variables }) => (variables!.representations as unknown[]).length);
  assert.equal(
    sizes.reduce((sum, size) => sum + size),
    27,
  );
  assert.ok(sizes.every((size) => size <= 10) && sizes.length < 20, sizes.join());
});

test("one that spoils the answer of all is asked alone, and so are the others", async () => {
  const { requests, execute } = counted();
  const results = await Promise.all(
    ["p1", "spoilt", "p2"].map((id) => execute(request({ representations: [product(id)] }))),
  );
  assert.deepEqual(
    results.map(({ data }) => data?._entities[0].name),
    ["_entities p1", undefined, "_entities p2"],
  );
  assert.equal(requests.length, 4);
});

test("a subgraph that cannot be reached fails all who asked, and is not asked again for each", async () => {
  const { inner } = counted();
  let count = 0;
  const down = async () => (
    (count += 1),
    { errors: [{ message: "down", extensions: { code: "SERVICE_UNAVAILABLE" } }], isFutile: true as const }
  );
  const { execute } = batchEntities({ ...inner, execute: down }, LIMITS);
  const results = await Promise.all(["p1", "p2"].map((id) => execute(request({ representations: [product(id)] }))));
  assert.deepEqual(
    results.map(({ errors }) => errors?.[0]?.message),
    ["down", "down"],
  );
  assert.equal(count, 1);
  const rejecting = batchEntities({ ...inner, execute: async () => Promise.reject(new Error("gone")) }, LIMITS);
  for (const asked of ["p1", "p2"].map((id) => rejecting.execute(request({ representations: [product(id)] }))))
    await assert.rejects(asked, /gone/);
});

test("each is answered as it would have been alone: its entities, nulls and errors, in its own order", async () => {
  const id = fc.stringMatching(/^(p|odd|none)[1-4]$/);
  const lists = fc.array(fc.tuple(fc.array(id, { minLength: 1, maxLength: 4 }), fc.array(id, { maxLength: 3 })), {
    minLength: 1,
    maxLength: 6,
  });
  const property = fc.asyncProperty(lists, fc.boolean(), async (askings, isJoined) => {
    const { execute } = counted();
    const requests = askings.map(([first, second]) =>
      isJoined
        ? request(
            { representations_0: first.map(product), representations_1: second.map(product) },
            { document: JOINED },
          )
        : request({ representations: first.map(product) }),
    );
    const together = await Promise.all(requests.map(execute));
    const alone = await Promise.all(requests.map(answer));
    assert.deepEqual(together.map(sorted), alone.map(sorted));
  });
  await fc.assert(property, { numRuns: 100 });
});

/** Errors come in the order of the joined list. */
function sorted({ data, errors = [] }: SubgraphResult) {
  return { data, errors: errors.map((error) => JSON.stringify(error)).toSorted() };
}
