import * as v from "valibot";
import { expect, test } from "vitest";
import { isAllowedOrigin, OriginPattern } from "./site.ts";

test("a port may be any for loopback hosts only", () => {
  for (const good of [
    "https://shop.example",
    "http://localhost:*",
    "http://127.0.0.1:*",
    "http://[::1]:*",
    "https://shop.example:8443",
  ]) {
    expect(v.is(OriginPattern, good)).toBe(true);
  }
  for (const bad of [
    "*",
    "https://*",
    "https://shop.example:*",
    "https://*.shop.example",
    "https://shop.example/",
    "null",
    "ftp://shop.example",
    "http://localhost:*:1",
  ]) {
    expect(v.is(OriginPattern, bad)).toBe(false);
  }
});

test("matches a whole origin, never a part of it", () => {
  const patterns = ["https://shop.example", "http://localhost:*"];
  for (const good of ["https://shop.example", "http://localhost", "http://localhost:1", "http://localhost:65535"]) {
    expect(isAllowedOrigin(patterns, good)).toBe(true);
  }
  for (const bad of [
    "http://shop.example",
    "https://shop.example:444",
    "https://shop.example.evil.example",
    "https://evil-shop.example",
    "https://localhost:1",
    "http://localhost:1.evil.example",
    "http://localhost.evil.example",
    "http://localhost:123456",
    "http://localhost:",
    "null",
    "",
  ]) {
    expect(isAllowedOrigin(patterns, bad)).toBe(false);
  }
});
