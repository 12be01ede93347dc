import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { IdentifierKind } from "./identifier-kind.ts";
import { prfInput } from "./prf-input.ts";

test("the bytes never change for a site, kind and value: every link hangs on them", () => {
  expect(new TextDecoder().decode(prfInput("demo", "email", 'jane"@example.com'))).toBe(
    '["sedge/v1","prf-input","demo","email","jane\\"@example.com"]',
  );
});

test("different triples have different bytes, however their parts are cut", () => {
  const part = fc.string({
    unit: fc.constantFrom("a", '"', ",", "\\", "[", "]", "\u0000", "é", "\ud800"),
    maxLength: 5,
  });
  const kind = fc.constantFrom<IdentifierKind>("email", "phone", "loyalty");
  const triple = fc.tuple(part, kind, part);
  fc.assert(
    fc.property(triple, triple, (a, b) => {
      const same = a.every((value, index) => value === b[index]);
      expect(String(prfInput(...a)) === String(prfInput(...b))).toBe(same);
    }),
    { numRuns: 2_000 },
  );
  expect(prfInput("demo", "email", '","x')).not.toEqual(prfInput('demo","email', "email", "x"));
});
