import { toBase64url } from "@sedge/privacy/base64url";
import { type Secret, secretBytes } from "../secret.ts";

const DAY_SECONDS = 86_400;
const DIGEST_BYTES = 16;

/** Part of a network that is counted as one, and how many times an address's budget all of it has. */
export interface CountedNetwork {
  readonly network: string;
  readonly times: number;
}

/** The networks of an address as they are counted in a budget, under a digest. */
export interface CountedDigest {
  readonly digest: string;
  readonly times: number;
}

/** A subscriber gets a /64 at least (RFC 6177), often a /56, and an organisation a /48: budgets of each, in budgets of a /64. */
const PREFIXES = [
  { bits: 64, times: 1 },
  { bits: 56, times: 2 },
  { bits: 48, times: 4 },
] as const;

/** The groups of an IPv6 address, as numbers; undefined if it is none. */
function groupsOf(address: string): number[] | undefined {
  const [head = "", tail, ...more] = address.split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16)));
  const zeros = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  if (zeros < 0 || more.length > 0) return undefined;
  const all = [...groups(head), ...Array.from({ length: zeros }, () => 0), ...groups(tail ?? "")];
  return all.length === 8 && all.every((group) => group >= 0 && group <= 0xffff) ? all : undefined;
}

/**
 * The networks that an address counts for, the smallest first: all of IPv4; of IPv6, of which a subscriber has 2^64 addresses and
 * more, its /64, /56 and /48. An IPv4 address in IPv6 notation is the same as in its own. What is no address counts as one.
 */
export function countedNetworks(address: string): readonly [CountedNetwork, ...CountedNetwork[]] {
  const text = address.toLowerCase();
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text)?.[1];
  const [first, second, third, fourth] = (text.includes(":") && !mapped && groupsOf(text)) || [];
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) {
    const isIpv4 = /^\d{1,3}(?:\.\d{1,3}){3}$/.test(mapped ?? text);
    return [{ network: isIpv4 ? (mapped ?? text) : "unknown", times: 1 }];
  }
  const [subscriber, ...larger] = PREFIXES.map(({ bits, times }) => {
    const kept = [first, second, third, bits === 48 ? 0 : bits === 56 ? fourth & 0xff00 : fourth];
    return { network: `${kept.map((group) => group.toString(16)).join(":")}::/${bits}`, times };
  });
  if (!subscriber) throw new RangeError("an address has a network");
  return [subscriber, ...larger];
}

/**
 * Replaces the networks of an address in counters, for one day: HMAC-SHA-256 under a key of the deployment, over the day and
 * the network, cut to 16 bytes. Without the key no list of addresses can be tried against it, and tomorrow it is another.
 *
 * @param now - Seconds since 1970.
 */
export function addressDigests(secret: Secret, address: string, now: number): Promise<CountedDigest[]> {
  const period = ["address", Math.floor(now / DAY_SECONDS)];
  return digestsOf(secretBytes(secret), period, countedNetworks(address));
}

/** The larger networks of an address have this many budgets of ballots at most. */
const MOST_BALLOT_TIMES = 2;

/**
 * The same for one round: the key is the round's secret, which is deleted with its end.
 *
 * @param secret - Of the round.
 */
export function roundAddressDigests(secret: Uint8Array, address: string): Promise<CountedDigest[]> {
  const networks = countedNetworks(address).map(({ network, times }) => ({
    network,
    times: Math.min(times, MOST_BALLOT_TIMES),
  }));
  return digestsOf(secret, ["address-in-round"], networks);
}

async function digestsOf(
  secret: Uint8Array,
  period: readonly (string | number)[],
  networks: readonly CountedNetwork[],
): Promise<CountedDigest[]> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", Uint8Array.from(secret), algorithm, false, ["sign"]);
  const digests = networks.map(async ({ network, times }) => {
    const text = JSON.stringify(["sedge/v1", ...period, network]);
    const digest = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text));
    return { digest: toBase64url(new Uint8Array(digest, 0, DIGEST_BYTES)), times };
  });
  return Promise.all(digests);
}
