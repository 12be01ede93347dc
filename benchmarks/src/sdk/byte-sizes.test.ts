import { expect, test } from "vitest";
import { byteSizes } from "./byte-sizes.ts";

test("compresses files separately, so that two equal files count twice", () => {
  const text = new TextEncoder().encode("a cluster of cranes, a cluster of cranes, a cluster of cranes");
  const one = byteSizes([text]);
  expect(one.raw).toBe(text.length);
  expect(one.gzip).toBeLessThan(one.raw);
  expect(one.brotli).toBeLessThan(one.gzip);
  expect(byteSizes([text, text])).toEqual({ raw: one.raw * 2, gzip: one.gzip * 2, brotli: one.brotli * 2 });
});
