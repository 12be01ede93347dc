import { expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { stratifiedSplit } from "./stratified-split.ts";

const items = Array.from({ length: 1_000 }, (_, index) => ({ index, of: index % 10 === 0 ? "rare" : "common" }));
const split = (seed: number) => stratifiedSplit(items, ({ of }) => of, randomFrom(seed));

test("every item is in one part, and every part has its share of each class", () => {
  const { train, validation, test: held } = split(5);
  expect([...train, ...validation, ...held].map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(
    items.map(({ index }) => index),
  );
  const rare = (part: typeof items) => part.filter(({ of }) => of === "rare").length;
  expect([train, validation, held].map((part) => [part.length, rare(part)])).toEqual([
    [700, 70],
    [150, 15],
    [150, 15],
  ]);
});

test("the seed decides who is where", () => {
  expect(split(5)).toEqual(split(5));
  expect(split(5)).not.toEqual(split(6));
});
