import { expect, test } from "vitest";
import { roundFaults } from "./learning-replay.ts";

const found = {
  end: "published",
  before: { generation: 0, people: { c1: 10 } },
  newPageGeneration: 1,
  openPageGeneration: 1,
};
const ended = { generation: 1, counted: 20, refused: 0 };

test("accepts a generation of all votes that both pages get", () => {
  expect(roundFaults(found, ended, 20)).toEqual([]);
});

test("reports each other case", () => {
  expect(roundFaults({ ...found, end: "too-few-people" }, { ...ended, generation: null }, 20)).toEqual([
    "no generation was published: too-few-people",
  ]);
  expect(roundFaults(found, { ...ended, counted: 19 }, 20)).toEqual(["20 contributed, 19 were counted"]);
  expect(roundFaults(found, { ...ended, refused: 1 }, 20)).toEqual(["1 contributions were refused"]);
  expect(roundFaults({ ...found, newPageGeneration: 0 }, ended, 20)).toHaveLength(1);
  expect(roundFaults({ ...found, openPageGeneration: 0 }, ended, 20)).toHaveLength(1);
  expect(roundFaults(found, { ...ended, generation: 2 }, 20)).toHaveLength(3);
});
