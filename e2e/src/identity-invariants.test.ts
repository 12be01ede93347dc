import { expect, test } from "vitest";
import { brokenInvariants, unfinished } from "./identity-invariants.ts";
import type { StoredRow } from "@sedge/testbed/stored-rows";

const member = (file: string, token: string, profile: number): StoredRow => ({
  file,
  table: "members",
  row: { token, profile, component: profile },
});
const pointer = (file: string, token: string, home: number): StoredRow => ({
  file,
  table: "pointers",
  row: { token, home },
});
const edge = (file: string, a: string, b: string): StoredRow => ({ file, table: "edges", row: { a, b } });

const stored = (table: string, row: StoredRow["row"]): StoredRow => ({ file: "s5", table, row });

const GOOD = [
  pointer("s3", "ann", 3),
  pointer("s5", "bob", 3),
  pointer("s5", "eve", 5),
  member("s3", "ann", 1),
  member("s3", "bob", 1),
  member("s5", "eve", 1),
  edge("s3", "ann", "bob"),
  stored("records", { token: "eve" }),
  stored("entries", { record: "eve" }),
  stored("postings", { block: "b", record: "eve" }),
];

test("accepts two profiles, one with two tokens", () => {
  expect(brokenInvariants(GOOD)).toEqual([]);
  expect(unfinished(GOOD)).toEqual([]);
});

test.each([
  ["a token in two profiles", [...GOOD, member("s5", "bob", 2)], /bob is in the profiles/],
  ["a token that points nowhere", [...GOOD, pointer("s5", "lost", 5)], /lost points nowhere/],
  [
    "a token that nothing points at",
    GOOD.filter(({ row }) => row["home"] !== 5),
    /eve is in a profile that no pointer/,
  ],
  ["a token with two pointers", [...GOOD, pointer("s3", "bob", 3)], /two pointers/],
  [
    "a pointer to a shard where the token is not",
    [...GOOD, pointer("s5", "joe", 3), member("s5", "joe", 2)],
    /joe points at shard 3/,
  ],
  ["an edge between two components", [...GOOD, edge("s3", "ann", "eve")], /an edge joins/],
  [
    "a record that is not listed",
    GOOD.filter(({ table }) => table !== "entries"),
    /eve is a record that is not listed/,
  ],
  ["a listed token without a record", GOOD.filter(({ table }) => table !== "records"), /eve is listed and no record/],
  ["a record without a pointer", [...GOOD, stored("records", { token: "joe" })], /joe is a record that no pointer/],
  ["a posting of an unlisted record", [...GOOD, stored("postings", { record: "joe" })], /joe has a posting/],
])("detects %s", (_, rows, words) => {
  expect(brokenInvariants(rows).join()).toMatch(words);
});

test("detects an unfinished move or intake", () => {
  expect(unfinished([...GOOD, { file: "s3", table: "moves", row: { id: "m" } }])).toEqual(["moves"]);
  expect(unfinished([...GOOD, stored("intakes", { token: "eve" })])).toEqual(["intakes"]);
});
