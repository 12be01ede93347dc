import { hash } from "node:crypto";
import * as fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import { blockKeys } from "../batch/block-key.ts";
import { TokenInterner } from "../batch/token-interner.ts";
import { RecordStore } from "../scoring/record-store.ts";
import { BLOCK_RULES } from "./block-rule.ts";
import { blockTokens } from "./block-token.ts";
import { recordTerms } from "./record-terms.ts";
import { mapTerms, type TokenRecord, TokenRecordSchema } from "./token-record.ts";

/** Replaces the PRF: equal terms, equal tokens. */
const token = (term: string): string =>
  Buffer.from(hash("sha256", term, "buffer").subarray(0, 16)).toString("base64url");

const person = fc.record({
  givenName: fc.constantFrom("Ann", "Anna", "Bob", "Robert", ""),
  surname: fc.constantFrom("Lee", "Leigh", "Lea", "Smith Jones", ""),
  birthDate: fc.constantFrom("1970-01-02", "1970-02-01", "1971-01-02", "1970", ""),
  postcode: fc.constantFrom("tq13 8df", "tq13 8dg", ""),
  phone: fc.constantFrom("030 12345678", "030 12345679", ""),
});

test("a mapped record parses, and its blocks follow from its fields", () => {
  fc.assert(
    fc.property(person, (one) => {
      const record = mapTerms(recordTerms(one), token);
      expect(v.parse(TokenRecordSchema, JSON.parse(JSON.stringify(record)))).toEqual(record);
      expect(blockTokens(record.fields)).toEqual(record.blocks);
    }),
  );
});

test("the order of tokens shows nothing of the order of terms", () => {
  const near = mapTerms(recordTerms({ surname: "featherston" }), token).fields.surname?.near ?? [];
  expect(near.length).toBeGreaterThan(5);
  expect(near).toEqual(near.toSorted());
});

test("a batch run puts records in the same blocks as their block tokens do", () => {
  const tokens = new TokenInterner();
  const keysOf = ({ fields }: TokenRecord): Set<number> => {
    const store = new RecordStore((one) => tokens.numberOf(one));
    store.add(fields);
    return new Set(BLOCK_RULES.flatMap((_, rule) => blockKeys(store, 0, rule)));
  };
  fc.assert(
    fc.property(person, person, (one, two) => {
      const [a, b] = [mapTerms(recordTerms(one), token), mapTerms(recordTerms(two), token)];
      const common = a.blocks.filter((block) => b.blocks.includes(block));
      const keysOfB = keysOf(b);
      expect([...keysOf(a)].filter((key) => keysOfB.has(key)).length).toBe(common.length);
    }),
    { numRuns: 300 },
  );
});

test.each([
  { fields: { shoeSize: { exact: ["A".repeat(22)] } }, blocks: [] },
  { fields: { surname: { exact: ["smith"] } }, blocks: [] },
  { fields: { surname: { exact: [`${"A".repeat(21)}B`] } }, blocks: [] },
  { fields: { surname: { exact: [] } }, blocks: [] },
  { fields: {}, blocks: ["short"] },
])("refuses %j", (record) => {
  expect(v.safeParse(TokenRecordSchema, record).success).toBe(false);
});
