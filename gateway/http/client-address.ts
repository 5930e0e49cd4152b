import ipaddr from "ipaddr.js";
import { LruMap } from "../lru-map.ts";

/** Where a request comes from. */
export interface ClientAddress {
  /** In its shortest form; IPv4 inside IPv6 is IPv4. */
  readonly ip: string;
  /** What limits count by: an IPv6 customer has a whole /64 to choose addresses from. */
  readonly group: string;
}

export interface ClientAddresses {
  /** `peer` is the socket's other end; `forwardedFor` the header `X-Forwarded-For`, believed from trusted peers only. */
  addressOf(peer: string | undefined, forwardedFor?: string): ClientAddress;
  /** What a trusted peer says of a request may be believed. */
  isTrusted(peer: string | undefined): boolean;
}

type Ip = ipaddr.IPv4 | ipaddr.IPv6;
type Range = ReturnType<typeof ipaddr.parseCIDR>;

interface Known extends ClientAddress {
  readonly isTrusted: boolean;
}

const ADDRESSES_KEPT_MAX = 10_000;
/** The longest text of an address (an IPv4 one in IPv6) with brackets, a zone and a port. */
const ADDRESS_LENGTH_MAX = 80;
/** More proxies than these stand in no honest chain. */
const PROXIES_MAX = 20;
const GROUP_BYTES = 8;
/** `::ffff:0:0/96`: before IPv4 inside IPv6. */
const MAPPED_BITS = 96;
/** A peer that has gone, or that is no IP at all: all of these share one place. */
const UNKNOWN: Known = { ip: "unknown", group: "unknown", isTrusted: false };

/**
 * Reads `X-Forwarded-For` from its end, where our own proxies write, as far as each says who came before it: the
 * first address that is no proxy of ours is the client. Whatever stands before it the client may have made up.
 * `trustedProxies` are addresses and ranges (`10.0.0.0/8`, `::1`); throws for one that is neither.
 */
export function clientAddresses(trustedProxies: readonly string[]): ClientAddresses {
  const trusted = trustedProxies.map(rangeOf);
  const kept = new LruMap<string, Known>(ADDRESSES_KEPT_MAX);

  const lookUp = (text: string): Known | undefined => {
    const known = kept.get(text);
    if (known) return known;
    const ip = parsed(text);
    if (!ip) return undefined;
    const found = { ip: ip.toString(), group: groupOf(ip), isTrusted: trusted.some((range) => isIn(ip, range)) };
    kept.set(text, found);
    return found;
  };

  return {
    isTrusted: (peer) => peer !== undefined && lookUp(peer)?.isTrusted === true,
    addressOf: (peer, forwardedFor) => {
      let nearest = (peer === undefined ? undefined : lookUp(peer)) ?? UNKNOWN;
      if (!forwardedFor) return nearest;
      let end = forwardedFor.length;
      for (let hop = 0; nearest.isTrusted && end > 0 && hop < PROXIES_MAX; hop += 1) {
        const comma = forwardedFor.lastIndexOf(",", end - 1);
        const before = lookUp(forwardedFor.slice(comma + 1, end).trim());
        if (!before) return nearest;
        nearest = before;
        end = comma;
      }
      return nearest;
    },
  };
}

/** One address, or a range of them, written out: `10/8` may be read in two ways. */
export function isAddressRange(text: string): boolean {
  const [address, bits, ...rest] = text.split("/");
  if (!isWritten(address!) || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && ipaddr.isValidCIDR(text));
}

function rangeOf(text: string): Range {
  if (!isAddressRange(text)) throw new TypeError(`${text} is neither an address nor a range of addresses.`);
  if (!text.includes("/")) {
    const ip = ipaddr.process(text);
    return [ip, ip.toByteArray().length * 8] as Range;
  }
  const [network, bits] = ipaddr.parseCIDR(text);
  // As addresses are: IPv4 inside IPv6 is IPv4.
  const isInside = network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && bits >= MAPPED_BITS;
  return isInside ? [network.toIPv4Address(), bits - MAPPED_BITS] : ([network, bits] as Range);
}

/** Some proxies write the port behind the address: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function parsed(text: string): Ip | undefined {
  if (text.length > ADDRESS_LENGTH_MAX) return undefined;
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+(?:\.\d+){3}):\d+$/.exec(text)?.[1] ?? text;
  return isWritten(bare) ? ipaddr.process(bare) : undefined;
}

function isWritten(text: string): boolean {
  return text.includes(":") ? ipaddr.IPv6.isValid(text) : ipaddr.IPv4.isValidFourPartDecimal(text);
}

function isIn(ip: Ip, [network, bits]: Range): boolean {
  return ip.kind() === network.kind() && (ip as ipaddr.IPv4).match(network as ipaddr.IPv4, bits);
}

function groupOf(ip: Ip): string {
  if (ip.kind() === "ipv4") return ip.toString();
  const network = ip.toByteArray().fill(0, GROUP_BYTES);
  return `${new ipaddr.IPv6(network)}/${GROUP_BYTES * 8}`;
}
