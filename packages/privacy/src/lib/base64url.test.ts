import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fromBase64url, toBase64url } from "./base64url.ts";

test("agrees with Node's own, both ways", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = toBase64url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString("base64url"));
      expect(fromBase64url(text)).toEqual(new Uint8Array(bytes));
    }),
  );
});

test.each(["A", "AAAAA", "AA==", "AA=", "+/+/", "AB", "AAB", "AA A", "AA\n", "é"])("refuses %j", (text) => {
  expect(() => fromBase64url(text)).toThrow(RangeError);
});
