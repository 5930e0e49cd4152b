import assert from "node:assert/strict";
import { clientAt } from "./support/client.ts";
import { inShapes } from "./support/shapes.ts";

const SIGN_IN = `mutation ($input: SessionCreateInput!) {
  sessionCreate(input: $input) { session { subject } errors { ... on UserError { code } } } }`;

inShapes(
  (platform, test) => {
    test("the fourth sign-in from one address is refused and says when to come again; from another address it is not", async () => {
      const { url, logins } = platform();
      const signInFrom = (address: string, login = logins.CUSTOMER) => {
        // The last word in the header is the trusted proxy's; what stands before it anybody may have written.
        const headers = { "x-forwarded-for": `198.51.100.${Math.floor(Math.random() * 200)}, ${address}` };
        return clientAt(url).ask(SIGN_IN, { input: login }, headers);
      };
      for (let n = 0; n < 3; n += 1) {
        const { data } = await signInFrom("203.0.113.7");
        assert.match(data.sessionCreate.session.subject, /^usr_/);
      }
      for (const login of [logins.CUSTOMER, logins.SUPPORT]) {
        const { status, headers, errors } = await signInFrom("203.0.113.7", login);
        assert.equal(status, 429);
        const { code, limit, retryAfterSeconds } = errors![0]!.extensions!;
        assert.deepEqual([code, limit], ["RATE_LIMITED", "signInsPerAddress"]);
        assert.ok(retryAfterSeconds > 880 && retryAfterSeconds <= 900);
        assert.equal(headers.get("retry-after"), String(retryAfterSeconds));
      }
      const elsewhere = await signInFrom("203.0.113.8");
      assert.match(elsewhere.data.sessionCreate.session.subject, /^usr_/);
    });

    test("one account is tried so often from all addresses together", async () => {
      const { url } = platform();
      const tryFrom = (address: string) =>
        clientAt(url).ask(
          SIGN_IN,
          { input: { email: "nobody@shopper.example", password: "a guess" } },
          { "x-forwarded-for": address },
        );
      for (let n = 0; n < 5; n += 1) assert.equal((await tryFrom(`192.0.2.${n}`)).status, 200);
      const { errors } = await tryFrom("192.0.2.100");
      assert.equal(errors![0]!.extensions!.limit, "signInsPerAccount");
    });
  },
  { env: { AGORA_RATE_LIMITS: "signInsPerAddress=3,signInsPerAccount=5", AGORA_TRUSTED_PROXIES: "127.0.0.0/8" } },
);
