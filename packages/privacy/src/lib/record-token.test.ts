import { hkdfSync } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { deriveLinkKeys } from "./link-key.ts";
import { prfInput } from "./prf-input.ts";
import { deriveRecordToken, termInput } from "./record-token.ts";

const prfOutput = Uint8Array.from({ length: 64 }, (_, index) => index);

test("a record token never changes for its PRF output, site and epoch: postings are kept under it", () => {
  expect(deriveRecordToken(prfOutput, "demo", 1)).toBe("227d8UTKHho0LZp9cDeQMQ");
});

test("the token is what Node's own HKDF makes of the same inputs", () => {
  const salt = '["sedge/v1","record-tokens","demo",3]';
  const bytes = Buffer.from(hkdfSync("sha256", prfOutput, salt, '["sedge/v1","record-token"]', 16));
  expect(deriveRecordToken(prfOutput, "demo", 3)).toBe(bytes.toString("base64url"));
});

test("another output, site or epoch gives another token, and none is a part of the link token", async () => {
  const { token } = await deriveLinkKeys(prfOutput, "demo", 1);
  const tokens = [
    deriveRecordToken(prfOutput, "demo", 1),
    deriveRecordToken(prfOutput, "demo", 2),
    deriveRecordToken(prfOutput, "demo2", 1),
    deriveRecordToken(prfOutput.toReversed(), "demo", 1),
  ];
  expect(new Set(tokens).size).toBe(4);
  for (const made of tokens) expect(token).not.toContain(made.slice(0, 8));
});

test("anything but 64 bytes and an integer epoch is refused", () => {
  expect(() => deriveRecordToken(prfOutput.slice(1), "demo", 1)).toThrow(RangeError);
  expect(() => deriveRecordToken(prfOutput, "demo", 1.5)).toThrow(RangeError);
});

test("no term spells an identifier: a connector can't make a link token by asking for a term", () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('"', '","', "email", "demo", "\\", "prf-input"));
  fc.assert(
    fc.property(text, text, text, (site, term, value) => {
      const spelt = Buffer.from(termInput(site, term)).toString();
      for (const kind of ["email", "phone", "loyalty", "account"] as const) {
        for (const identifier of [value, term]) {
          expect(spelt).not.toBe(Buffer.from(prfInput(site, kind, identifier)).toString());
        }
      }
      expect(spelt).not.toBe(Buffer.from(termInput(site, `${term}x`)).toString());
    }),
  );
});
