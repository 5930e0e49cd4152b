import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { clientAddresses } from "#gateway/http/client-address.ts";

const PROXIES = ["10.0.0.0/8", "::1", "2001:db8:beef::/48"];
const behindProxies = clientAddresses(PROXIES);

test("without trusted proxies the client is the socket's other end, whatever a header says", () => {
  const { addressOf } = clientAddresses([]);
  assert.deepEqual(addressOf("203.0.113.7", "198.51.100.1"), {
    ip: "203.0.113.7",
    group: "203.0.113.7",
    isTrusted: false,
  });
});

test("a stranger's X-Forwarded-For is ignored", () => {
  assert.equal(behindProxies.addressOf("203.0.113.7", "198.51.100.1").ip, "203.0.113.7");
  assert.equal(behindProxies.addressOf("203.0.113.7", "10.0.0.1, 10.0.0.2").ip, "203.0.113.7");
});

test("a trusted proxy's word is taken, hop by hop from the end, up to the first that is no proxy of ours", () => {
  const cases: readonly (readonly [header: string, client: string])[] = [
    ["198.51.100.1", "198.51.100.1"],
    ["198.51.100.1, 10.1.1.1", "198.51.100.1"],
    ["1.2.3.4, 198.51.100.1, 10.1.1.1, 2001:db8:beef::5", "198.51.100.1"],
    ["10.9.9.9, 10.1.1.1", "10.9.9.9"],
    [" 198.51.100.1 ,10.1.1.1", "198.51.100.1"],
    ["198.51.100.1:4711", "198.51.100.1"],
    ["[2001:db8::1]:4711", "2001:db8::1"],
    ["2001:DB8:0:0::1", "2001:db8::1"],
    ["::ffff:198.51.100.1", "198.51.100.1"],
  ];
  for (const [header, client] of cases) assert.equal(behindProxies.addressOf("10.0.0.1", header).ip, client, header);
});

test("what is no address ends the chain at whoever said it", () => {
  for (const junk of ["unknown", "", "_hidden", "198.51.100", "0x7f.1", "1.2.3.4.5", "1.2.3.4; DROP", "9".repeat(500)])
    assert.equal(behindProxies.addressOf("10.0.0.1", `198.51.100.1, ${junk}`).ip, "10.0.0.1", junk);
  assert.equal(behindProxies.addressOf("10.0.0.1", "junk, 10.1.1.1").ip, "10.1.1.1");
  assert.equal(behindProxies.addressOf(undefined, "198.51.100.1").ip, "unknown");
});

test("an IPv6 customer is one whole /64, an IPv4 one the address, also where it comes inside IPv6", () => {
  const groupOf = (ip: string) => behindProxies.addressOf(ip).group;
  assert.equal(groupOf("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  assert.equal(groupOf("2001:db8:1:2::99"), "2001:db8:1:2::/64");
  assert.equal(groupOf("2001:db8:1:3::99"), "2001:db8:1:3::/64");
  assert.equal(groupOf("::ffff:203.0.113.7"), "203.0.113.7");
});

test("a chain made up of any length costs little and names no more than our own proxies allow", () => {
  const startedAt = performance.now();
  const made = behindProxies.addressOf("10.0.0.1", Array(5_000).fill("10.0.0.2").join(", "));
  assert.equal(made.ip, "10.0.0.2");
  assert.ok(performance.now() - startedAt < 20);
});

test("whatever a client writes in front, the answer is what the outermost proxy of ours saw", () => {
  const anything = fc.array(
    fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.string({ maxLength: 20 }).map((text) => text.replace(/,/g, "")),
    ),
  );
  fc.assert(
    fc.property(
      anything,
      fc.array(fc.constantFrom("10.0.0.3", "::1", "2001:db8:beef::1"), { maxLength: 5 }),
      (made, hops) => {
        const header = [...made, "198.51.100.1", ...hops].join(", ");
        assert.equal(behindProxies.addressOf("10.0.0.1", header).ip, "198.51.100.1");
      },
    ),
  );
});

test("a peer is trusted by its address and by nothing else", () => {
  assert.deepEqual(
    ["10.255.0.1", "::ffff:10.0.0.1", "::1", "11.0.0.1", "2001:db8:beef:1::1", "2001:db8:bee0::1", undefined].map(
      behindProxies.isTrusted,
    ),
    [true, true, true, false, true, false, false],
  );
});

test("a range of IPv4 inside IPv6 holds the addresses in it, however they come", () => {
  const { isTrusted } = clientAddresses(["::ffff:10.0.0.0/104"]);
  assert.deepEqual(["10.1.2.3", "::ffff:10.1.2.3", "11.0.0.1", "::1"].map(isTrusted), [true, true, false, false]);
});

test("a trusted proxy that is neither an address nor a range stops the start", () => {
  for (const wrong of [
    "proxy.internal",
    "10.0.0.0/33",
    "10.0.0.",
    "",
    "10/8",
    "10.1",
    "0x0a000001",
    "10.0.0.0/8/8",
    "::/",
  ])
    assert.throws(() => clientAddresses([wrong]), /neither an address nor a range/, wrong);
});
