import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readConfigFile } from "#bin/any-gateway/config-file.ts";
import { idleInGraph } from "#bin/any-gateway/idle-in-graph.ts";
import { refuseIdleSettings } from "#bin/any-gateway/idle-settings.ts";
import { connectSubgraphs } from "#bin/any-gateway/subgraphs.ts";
import { readGatewayArguments } from "#bin/gateway-arguments.ts";
import type { GatewayConfig } from "#gateway/config/gateway-settings.ts";
import { readConfig } from "#gateway/config/read-config.ts";
import { compose } from "#tests/support/small-graph.ts";

const folder = mkdtempSync(join(tmpdir(), "agora-refused-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function problemsOf(given: unknown): string {
  const read = readConfig(given);
  return read.ok ? "" : read.refusal.join("\n");
}

function settings(given: unknown): GatewayConfig {
  const read = readConfig(given);
  assert.ok(read.ok, problemsOf(given));
  return read.value;
}

test("what may be a secret is not told, however wrong it is: the setting and the header are", async () => {
  const wrong: [given: unknown, told: RegExp][] = [
    [{ headers: { toSubgraphs: { set: { "x-key": "SECRET\n" } } } }, /^headers\.toSubgraphs\.set .*value of x-key/],
    [{ headers: { toSubgraphs: { set: { "x-key": 5, "x-b": "SECRET" } } } }, /^headers\.toSubgraphs\.set .*x-key/],
    [{ headers: { toClients: { set: { "x-key": "SECRET\0" } } } }, /^headers\.toClients\.set .*value of x-key/],
    [{ headers: { toSubgraphs: "SECRET" } }, /^headers\.toSubgraphs must be a group/],
    [{ subgraphs: { a: { headers: { set: { "x-key": "SECRET\n" } } } } }, /^subgraphs\.a\.headers\.set .*x-key/],
    [{ subgraphs: { a: { url: "ftp://user:SECRET@x/" } } }, /^subgraphs\.a\.url must be a URL/],
    [
      { subgraphs: { a: { url: "https://user:SECRET@x/" } } },
      /^subgraphs\.a\.url .*without user and password: .*header/,
    ],
    [{ jwt: { jwksUrl: "x://SECRET" } }, /^jwt\.jwksUrl must be a URL/],
    [{ tracing: { url: "https://SECRET@collector" } }, /^tracing\.url must be a URL/],
    [{ redis: { url: ["SECRET"] } }, /^redis\.url must be/],
    [{ rateLimits: { apiKeys: ["SECRET"] } }, /^rateLimits\.apiKeys must be a list of SHA-256/],
  ];
  for (const [given, told] of wrong) {
    assert.match(problemsOf(given), told);
    assert.doesNotMatch(problemsOf(given), /SECRET/);
  }
  for (const json of [`{ "redis": SECRET }`, `SECRET`]) {
    writeFileSync(join(folder, "broken.json"), json);
    await assert.rejects(readConfigFile(join(folder, "broken.json")), ({ message }: Error) => {
      assert.match(message, /broken\.json: .*not valid JSON/);
      assert.doesNotMatch(message, /SECRET/);
      return true;
    });
  }
  const route = () => readGatewayArguments(["--supergraph", "s", "--route", "a=http://user:SECRET@x/"]);
  assert.throws(route, ({ message }: Error) => /that of a must be a URL/.test(message) && !message.includes("SECRET"));
});

test("headers that would break every message are refused, in the direction in which they do", () => {
  const inEach = ["content-length", "Transfer-Encoding", "connection", "keep-alive", "te", "upgrade", "expect"];
  const calls = [...inEach, "content-type", "accept", "Accept-Encoding", "agora-identity", "agora-timeout-ms"];
  const refused: [(name: string) => unknown, names: readonly string[], taken: readonly string[]][] = [
    [
      (name) => ({ headers: { toSubgraphs: { forward: [name] } } }),
      [...calls, "host", "x y"],
      ["cookie", "agora-tenant"],
    ],
    [(name) => ({ headers: { toSubgraphs: { set: { [name]: "1" } } } }), [...calls, "x y"], ["host", "x-key"]],
    [(name) => ({ subgraphs: { a: { headers: { forward: [name] } } } }), [...calls, "host"], ["cookie"]],
    [(name) => ({ subgraphs: { a: { headers: { set: { [name]: "1" } } } } }), calls, ["host"]],
    [
      (name) => ({ headers: { toClients: { forward: [name] } } }),
      [...inEach, "agora-request-id", "x y"],
      ["set-cookie"],
    ],
    [
      (name) => ({ headers: { toClients: { set: { [name]: "1" } } } }),
      [...inEach, "content-type", "content-encoding", "agora-request-id"],
      ["content-security-policy", "content-language", "cache-control", "vary"],
    ],
  ];
  for (const [given, names, taken] of refused) {
    for (const name of names) assert.match(problemsOf(given(name)), new RegExp(name), JSON.stringify(given(name)));
    for (const name of taken) assert.equal(problemsOf(given(name)), "");
  }
});

test("settings that would be taken and come to nothing, or to nobody served, are refused", () => {
  const window = { pointsMax: 1, windowSeconds: 1 };
  const wrong: [given: unknown, told: RegExp][] = [
    [{ server: { trustedProxies: ["10/8"] } }, /trustedProxies .*10\.0\.0\.0\/8/],
    [{ server: { trustedProxies: ["localhost"] } }, /trustedProxies/],
    [{ rateLimits: { fields: [{ name: "n", by: "ip", fields: ["login"], ...window }] } }, /fields .*Mutation\.signIn/],
    [{ rateLimits: { fields: [{ name: "n", by: "ip", fields: [], ...window }] } }, /fields\.0\.fields/],
    [{ jwt: { jwksUrl: "http://issuer", algorithms: [] } }, /jwt\.algorithms .*asymmetric/],
    [{ jwt: { jwksUrl: "http://issuer", algorithms: ["HS256"] } }, /jwt\.algorithms .*asymmetric/],
    [{ limits: { loadAtOnceStart: 0 } }, /loadAtOnceStart must be a whole number from 1/],
    [{ limits: { callsAtOnceMax: 0 } }, /callsAtOnceMax must be a whole number from 1/],
    [{ subgraphs: { a: { queryMsMax: 0 } } }, /queryMsMax must be a whole number from 1/],
  ];
  for (const [given, told] of wrong) assert.match(problemsOf(given), told);
  for (const origin of [
    "https://shop.example/",
    "HTTPS://shop.example",
    "https://shop.example:443",
    "null",
    "shop",
    "",
  ])
    assert.match(problemsOf({ cors: { origins: [origin] } }), /cors\.origins must be a list of origins/, origin);
  assert.match(problemsOf({ cors: { origins: ["https://*.shop.example"] } }), /no wildcard/);
  const origins = ["*", "https://shop.example", "http://localhost:3000", "http://[::1]:3000", "capacitor://localhost"];
  assert.deepEqual(settings({ cors: { origins } }).cors.origins, origins);
  settings({ server: { trustedProxies: ["10.0.0.0/8", "::1", "::ffff:10.0.0.0/104", "2001:db8::/32", "192.0.2.1"] } });
});

test("limits by what nobody is known by are refused", () => {
  const limit = (by: string) => ({ name: "n", by, pointsMax: 1, windowSeconds: 1 });
  const refuse = (given: unknown) => () => refuseIdleSettings(settings(given));
  const jwt = { jwksUrl: "http://issuer" };
  const fields = [{ ...limit("subject"), fields: ["Query.a"] }];
  assert.throws(
    refuse({ rateLimits: { requests: [limit("ip"), limit("subject")] } }),
    /requests\.1: there are no tokens/,
  );
  assert.throws(refuse({ rateLimits: { fields } }), /rateLimits\.fields\.0: there are no tokens/);
  const apiKeys = ["0".repeat(64)];
  assert.throws(refuse({ rateLimits: { requests: [limit("ip")], apiKeys } }), /apiKeys: no limit counts/);
  refuse({ jwt, rateLimits: { requests: [limit("subject"), limit("apiKey"), limit("client")], fields, apiKeys } })();
});

test("what a setting names and the supergraph does not have is told", () => {
  const sdl = compose([["a", "type Query { a: Int } type Mutation { login(email: String): Int }", "http://a"]]);
  const window = { pointsMax: 1, windowSeconds: 1 };
  const config = settings({
    subgraphs: { a: {}, b: {} },
    rateLimits: {
      fields: [
        { name: "1", fields: ["Mutation.login", "Mutation.nope"], by: "args.email", ...window },
        { name: "2", fields: ["Mutation.login"], by: "args.zzz", ...window },
      ],
    },
  });
  assert.deepEqual(idleInGraph({ config, routes: { c: "http://c" } }, sdl), [
    "subgraphs.b: there is no subgraph of this name",
    "subgraphs.c: there is no subgraph of this name",
    "rateLimits.fields.0.fields: there is no Mutation.nope",
    "rateLimits.fields.1.by: Mutation.login has no argument zzz",
  ]);
});

test("a supergraph whose URL holds a password is refused without telling it", () => {
  const sdl = compose([["a", "type Query { a: Int }", "http://user:SECRET@a"]]);
  const subgraphs = connectSubgraphs({ config: settings({}), routes: {} }, undefined);
  assert.throws(
    () => subgraphs.of(sdl),
    ({ message }: Error) => /subgraph a .*without user and password/.test(message) && !message.includes("SECRET"),
  );
});
