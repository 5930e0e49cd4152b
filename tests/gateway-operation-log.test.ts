import assert from "node:assert/strict";
import { test } from "node:test";
import { noFacts } from "#gateway/operation.ts";
import { clientNameOf, logOperation, type RequestRecord } from "#gateway/plugins/operation-log.ts";
import { createLog } from "#kernel/log.ts";

const record: RequestRecord = {
  ...{ requestId: "r-1", transport: "http", subject: "usr_ada" },
  ...{ client: { name: "web", version: "1.2" }, status: 200, ms: 12 },
};
const facts = { ...noFacts(), operationName: "Shelf", operationType: "query" };

function opened() {
  const lines: Record<string, unknown>[] = [];
  return { lines, log: createLog("info", { write: (line) => void lines.push(JSON.parse(line)) }) };
}

test("the access line tells the operation, its client, plan, fetches, cost and errors", () => {
  const { lines, log } = opened();
  const errorCodes = new Set(["TIMEOUT", "FORBIDDEN"]);
  logOperation(log, record, { ...facts, plan: "hit", fetches: 3, cost: 40, errorCodes });
  const { level, time, pid, hostname, ...told } = lines[0]!;
  assert.deepEqual(
    { ...told, errorCodes: told.errorCodes },
    {
      ...{ requestId: "r-1", transport: "http", operationName: "Shelf", operationType: "query", subject: "usr_ada" },
      ...{ client: { name: "web", version: "1.2" }, status: 200, ms: 12, plan: "hit", fetches: 3, cost: 40 },
      ...{ errorCodes: ["TIMEOUT", "FORBIDDEN"], msg: "operation" },
    },
  );
  assert.ok([level, time, pid, hostname].every((value) => value !== undefined));
});

test("what was not planned has no plan, what went well no errors", () => {
  const { lines, log } = opened();
  logOperation(log, record, facts);
  assert.deepEqual(
    ["plan", "cost", "errorCodes"].filter((name) => name in lines[0]!),
    [],
  );
});

test("a name that is long without end is cut", () => {
  const { lines, log } = opened();
  logOperation(log, record, { ...facts, operationName: "N".repeat(5_000) });
  assert.equal(lines[0]!.operationName, "N".repeat(100));
});

test("all other lines hide secrets as before", () => {
  const { lines, log } = opened();
  logOperation(log, record, facts);
  log.info({ token: "abc", nested: { password: "abc" } }, "something");
  assert.doesNotMatch(JSON.stringify(lines[1]), /abc/);
});

test("a client's name and version are read from whichever header it uses, and cut", () => {
  const headers: Record<string, string> = {
    "graphql-client-name": "n".repeat(500),
    "apollographql-client-version": "2",
  };
  const { name, version } = clientNameOf((header) => headers[header]);
  assert.deepEqual([name?.length, version], [100, "2"]);
});
