import { expect, test } from "vitest";
import { generatedCrowd } from "./generated-crowd.ts";

const crowd = [...generatedCrowd(2_000, 3)];

test("as many records as asked for, the same for the same seed, one to three a person", () => {
  expect(crowd).toHaveLength(2_000);
  expect([...generatedCrowd(2_000, 3)]).toEqual(crowd);
  expect([...generatedCrowd(20, 4)]).not.toEqual(crowd.slice(0, 20));
  const counts = [...Map.groupBy(crowd, ({ who }) => who).values()].map((records) => records.length);
  expect(new Set(counts)).toEqual(new Set([1, 2, 3]));
});

test("names are as unequal as names are, and records of a person differ", () => {
  const counts = [...Map.groupBy(crowd, ({ person }) => person.surname).values()].map((records) => records.length);
  expect(Math.max(...counts)).toBeGreaterThan(20);
  expect(counts.filter((count) => count <= 3).length).toBeGreaterThan(counts.length / 2);
  const others = [...Map.groupBy(crowd, ({ who }) => who).values()].filter((records) => records.length > 1);
  const same = others.filter(([a, b]) => JSON.stringify(a?.person) === JSON.stringify(b?.person));
  expect(same.length).toBeLessThan(others.length / 10);
});
