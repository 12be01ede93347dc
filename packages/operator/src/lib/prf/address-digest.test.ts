import * as v from "valibot";
import { expect, test } from "vitest";
import { Secret } from "../secret.ts";
import { addressDigests, countedNetworks, roundAddressDigests } from "./address-digest.ts";

const secret = (fill: number) => v.parse(Secret, Buffer.alloc(32, fill).toString("base64url"));
const noon = 86_400 * 20_000 + 43_200;

test("one address has one digest a day, another tomorrow, and another at another deployment", async () => {
  const digest = async (...args: Parameters<typeof addressDigests>) => (await addressDigests(...args))[0]?.digest;
  const today = await digest(secret(1), "203.0.113.7", noon);
  expect(await digest(secret(1), "203.0.113.7", noon + 40_000)).toBe(today);
  const others = [
    await digest(secret(1), "203.0.113.7", noon + 86_400),
    await digest(secret(2), "203.0.113.7", noon),
    await digest(secret(1), "203.0.113.8", noon),
  ];
  expect(new Set([today, ...others]).size).toBe(4);
  expect(today).toMatch(/^[\w-]{22}$/);
});

const networks = (address: string) => countedNetworks(address).map(({ network }) => network);

test("a subscriber's IPv6 addresses, 2^64 of them, count as one", () => {
  const one = networks("2001:db8:0:7::1");
  expect(one).toEqual(["2001:db8:0:7::/64", "2001:db8:0:0::/56", "2001:db8:0:0::/48"]);
  for (const same of ["2001:0db8:0000:0007:ffff:1:2:3", "2001:DB8:0:7:0::"]) expect(networks(same)).toEqual(one);
  expect(networks("::1")).toEqual(networks("0:0:0:0:0:0:0:2"));
});

test("larger networks of IPv6 are counted as well: 256 subscribers of a /56, 65,536 of a /48", () => {
  const [one, neighbour, other] = ["2001:db8:0:7::1", "2001:db8:0:ff::1", "2001:db8:0:100::1"].map(networks);
  expect([neighbour?.[0] === one?.[0], neighbour?.[1] === one?.[1]]).toEqual([false, true]);
  expect([other?.[1] === one?.[1], other?.[2] === one?.[2]]).toEqual([false, true]);
  expect(countedNetworks("2001:db8::1").map(({ times }) => times)).toEqual([1, 2, 4]);
});

test("an IPv4 address in IPv6 notation is the same address, and what is no address counts as one", () => {
  expect(networks("::ffff:203.0.113.7")).toEqual(networks("203.0.113.7"));
  for (const text of ["", "unknown", "a", "1.2.3", "203.0.113.7, 1.2.3.4", "1::2::3", "1:2:3", "x:1::"]) {
    expect(networks(text)).toEqual(["unknown"]);
  }
});

test("in a round, an address has one digest for as long as the round's secret is there, and another in the next", async () => {
  const digests = async (fill: number, address = "203.0.113.7") =>
    (await roundAddressDigests(new Uint8Array(32).fill(fill), address)).map(({ digest }) => digest);
  expect(await digests(1)).toEqual(await digests(1));
  expect(await digests(2)).not.toEqual(await digests(1));
  expect(await digests(1, "203.0.113.8")).not.toEqual(await digests(1));
  const [daily] = await addressDigests(secret(1), "203.0.113.7", noon);
  expect(await digests(1)).not.toContain(daily?.digest);
  const times = (await roundAddressDigests(new Uint8Array(32), "2001:db8::1")).map((one) => one.times);
  expect(times).toEqual([1, 2, 2]);
});
