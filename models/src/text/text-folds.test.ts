import { expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { foldsOf } from "./text-folds.ts";

const rowsOf = (label: string, texts: readonly string[]) => texts.map((text) => ({ text, labels: [label] }));
const rows = [
  ...rowsOf(
    "a",
    Array.from({ length: 40 }, (_, index) => `word${index} thing${index}`),
  ),
  ...rowsOf("b", ["where is my order", "where is my big order", "stop the order now", "Where is MY order"]),
];

test("parts of a label are about as large as each other, and the seed decides", () => {
  const fold = foldsOf(rows, 4, randomFrom(1));
  for (const part of [0, 1, 2, 3]) expect(fold.slice(0, 40).filter((one) => one === part).length).toBe(10);
  expect(foldsOf(rows, 4, randomFrom(1))).toEqual(fold);
  expect(foldsOf(rows, 4, randomFrom(2))).not.toEqual(fold);
});

test("texts that say the same in almost the same words stay together", () => {
  const [first, similar, other, same] = foldsOf(rows, 4, randomFrom(3)).slice(40);
  expect([similar, same]).toEqual([first, first]);
  expect(other).not.toBe(first);
});
