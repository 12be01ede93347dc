import { randomFrom } from "@sedge/models/random";
import { expect, test } from "vitest";
import { setAside } from "./set-aside.ts";

const rowsOf = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts).flatMap(([label, count]) =>
    Array.from({ length: count }, (_, index) => ({ row: index, label, likeness: `${label} ${index}` })),
  );
const countOf = (rows: readonly { label: string }[], label: string) => rows.filter((row) => row.label === label).length;

test("sets aside a share of each label, and every row is on one side", () => {
  const rows = rowsOf({ a: 100, b: 20, c: 4 });
  const { kept, aside } = setAside(rows, 0.15, 1, randomFrom(1));
  expect(["a", "b", "c"].map((label) => countOf(aside, label))).toEqual([15, 3, 1]);
  expect([...kept, ...aside].length).toBe(rows.length);
  expect(new Set([...kept, ...aside])).toEqual(new Set(rows));
});

test("duplicates stay on one side, also with another label", () => {
  const rows = rowsOf({ a: 40, b: 40 }).map((row) => ({ ...row, likeness: String(row.row % 20) }));
  const { kept, aside } = setAside(rows, 0.3, 1, randomFrom(2));
  const kinds = new Set(aside.map(({ likeness }) => likeness));
  expect(kinds.size).toBe(6);
  expect(kept.filter(({ likeness }) => kinds.has(likeness))).toEqual([]);
});

test.each([
  [1, 3, 2],
  [2, 2, 2],
  [3, 1, 1],
  [4, 0, 0],
])("keeps at least %i rows of a rare label: of four, half would be two", (least, most, aside) => {
  const rows = rowsOf({ a: 50, rare: 4 });
  expect(countOf(setAside(rows, 0.9, least, randomFrom(3)).aside, "rare")).toBe(most);
  expect(countOf(setAside(rows, 0.5, least, randomFrom(3)).aside, "rare")).toBe(aside);
});

test("the seed decides which rows", () => {
  const [rows, seeds] = [rowsOf({ a: 200, b: 200 }), [7, 7, 8]];
  const [first, again, other] = seeds.map((seed) => setAside(rows, 0.2, 1, randomFrom(seed)).aside);
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});
