import fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import { DAY, Operators, START } from "../../../test/operators.ts";
import { parseNote } from "../note/note.ts";
import { canonicalJson, type Json } from "./canonical-json.ts";
import { readDocument } from "./signed-document.ts";
import { Statement } from "./statement.ts";

test("canonical JSON is that of RFC 8785: its numbers, escapes and order of names", () => {
  // Sections 3.2.2 and 3.2.3 of the RFC, without true and false.
  const numbers = [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001];
  expect(canonicalJson(numbers)).toBe("[333333333.3333333,1e+30,4.5,0.002,1e-27]");
  expect(canonicalJson('\u20AC$\u000F\nA\'B"\\\\"/')).toBe('"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
  const names = { "\u20AC": 1, "\r": 2, "\uFB33": 3, "1": 4, "\u{1F600}": 5, "\u0080": 6, "\u00F6": 7 };
  expect(canonicalJson(names)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00F6":7,"\u20AC":1,"\u{1F600}":5,"\uFB33":3}');
});

const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.array(tie("value")),
    fc.dictionary(fc.string(), tie("value")),
  ),
})).value;

test("canonical JSON says the same as what it was made of, and is its own canonical form", () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});

test("a statement is read from its entry as it was signed, and spells itself in one way", async () => {
  const operators = new Operators();
  const statement = operators.statement();
  const entry = await operators.sign(statement);
  expect(readDocument(Statement, entry)?.document).toEqual(statement);
  expect(entry.startsWith(`{"codebook":{"generation":1,"hash":"`)).toBe(true);
  const [line = ""] = parseNote(entry)?.text.split("\n") ?? [];
  const spelled = (text: string) => readDocument(Statement, entry.replace(line, text));
  expect(spelled(JSON.stringify(JSON.parse(line), null, 1).replaceAll("\n", ""))).toBeUndefined();
  expect(spelled(line.replace('"number":1', '"number":1.0'))).toBeUndefined();
  expect(spelled(line.replace("demo", "\\u0064emo"))).toBeUndefined();
  expect(spelled(line.replace('"number":1', '"number":1,"number":1'))).toBeUndefined();
  expect(spelled(`${line} `)).toBeUndefined();
  expect(spelled("{")).toBeUndefined();
});

test.each([
  ["a member that this version does not know", { more: 1 }],
  ["another version", { kind: "sedge-statement/2" }],
  ["91 days", { expires: START + 91 * DAY }],
  ["no time at all", { expires: START }],
  ["a k of 1", { minPeople: 1 }],
  ["no key epoch", { epochs: [] }],
  ["three key epochs", { epochs: Array.from({ length: 3 }, () => new Operators().statement().epochs[0]) }],
  ["a second number without a predecessor", { number: 2 }],
  ["a hash of another length", { policy: "AAAA" }],
  ["no bound on what a round costs", { rounds: { ...new Operators().statement().rounds, rho: Infinity } }],
  ["a delta above 1e-3", { rounds: { ...new Operators().statement().rounds, delta: 0.01 } }],
  ["a witness's name with a space", { witnesses: [{ name: "a b", key: new Operators().statement().policy }] }],
])("a statement with %s is refused", (_, changes) => {
  const statement = new Operators().statement();
  expect(v.safeParse(Statement, statement).success).toBe(true);
  expect(v.safeParse(Statement, { ...statement, ...changes }).success).toBe(false);
});
