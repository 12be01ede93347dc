import { expect, test } from "vitest";
import { generatedPeople } from "./generated-people.ts";

const people = [...generatedPeople(2_000, 3)];

test("generates the requested number of records, the same for a seed, one to three per person", () => {
  expect(people).toHaveLength(2_000);
  expect([...generatedPeople(2_000, 3)]).toEqual(people);
  expect([...generatedPeople(20, 4)]).not.toEqual(people.slice(0, 20));
  const counts = [...Map.groupBy(people, ({ who }) => who).values()].map((records) => records.length);
  expect(new Set(counts)).toEqual(new Set([1, 2, 3]));
});

test("generates names with a realistic distribution, and varied records of a person", () => {
  const counts = [...Map.groupBy(people, ({ person }) => person.surname).values()].map((records) => records.length);
  expect(Math.max(...counts)).toBeGreaterThan(20);
  expect(counts.filter((count) => count <= 3).length).toBeGreaterThan(counts.length / 2);
  const others = [...Map.groupBy(people, ({ who }) => who).values()].filter((records) => records.length > 1);
  const same = others.filter(([a, b]) => JSON.stringify(a?.person) === JSON.stringify(b?.person));
  expect(same.length).toBeLessThan(others.length / 10);
});
