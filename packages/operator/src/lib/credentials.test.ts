import { beforeAll, expect, test } from "vitest";
import { addTimingSafeEqual } from "../../test/workers-crypto.ts";
import { hasCredentials } from "./credentials.ts";

beforeAll(addTimingSafeEqual);

const KEY = Buffer.alloc(32, 9).toString("base64url");
const shows = (authorization?: string) =>
  hasCredentials(
    new Request("https://edge.test/", authorization === undefined ? {} : { headers: { authorization } }),
    KEY,
  );

test("accepts exactly the key, as a bearer token", async () => {
  expect(await shows(`Bearer ${KEY}`)).toBe(true);
});

test.each([
  undefined,
  "",
  "Bearer",
  "Bearer ",
  KEY,
  `Basic ${KEY}`,
  `bearer ${KEY}`,
  `Bearer ${KEY}x`,
  `Bearer  ${KEY}`,
  `Bearer ${KEY} x`,
])("refuses %s", async (authorization) => {
  expect(await shows(authorization)).toBe(false);
});

test("refuses another key, a prefix of it, and a token that is too long", async () => {
  for (const token of [Buffer.alloc(32, 8).toString("base64url"), KEY.slice(0, -1), KEY.repeat(4)]) {
    expect(await shows(`Bearer ${token}`)).toBe(false);
  }
});
