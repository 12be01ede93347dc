import * as v from "valibot";
import { expect, test } from "vitest";
import { Secret } from "../secret.ts";
import { addressDigest } from "./address-digest.ts";

const secret = (fill: number) => v.parse(Secret, Buffer.alloc(32, fill).toString("base64url"));
const noon = 86_400 * 20_000 + 43_200;

test("one address has one digest a day, another tomorrow, and another at another deployment", async () => {
  const today = await addressDigest(secret(1), "203.0.113.7", noon);
  expect(await addressDigest(secret(1), "203.0.113.7", noon + 40_000)).toBe(today);
  const others = [
    await addressDigest(secret(1), "203.0.113.7", noon + 86_400),
    await addressDigest(secret(2), "203.0.113.7", noon),
    await addressDigest(secret(1), "203.0.113.8", noon),
  ];
  expect(new Set([today, ...others]).size).toBe(4);
  expect(today).toMatch(/^[\w-]{22}$/);
});

test("a subscriber's IPv6 addresses, 2^64 of them, count as one", async () => {
  const digest = (address: string) => addressDigest(secret(1), address, noon);
  const one = await digest("2001:db8:0:7::1");
  expect(await digest("2001:0db8:0000:0007:ffff:1:2:3")).toBe(one);
  expect(await digest("2001:DB8:0:7:0::")).toBe(one);
  expect(await digest("2001:db8:0:8::1")).not.toBe(one);
  expect(await digest("::1")).toBe(await digest("0:0:0:0:0:0:0:2"));
});
