import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { NO_DATA } from "../data-folder.ts";
import { artefact } from "../model-folder.ts";
import { transferTo } from "./satisfaction-table.ts";
import { isClearlyDissatisfied, isDissatisfied, ratedTurns, SATISFACTION_SETS } from "./satisfaction-turns.ts";

test.each([
  [[3, 3, 2], true, false],
  [[3, 3, 3], false, false],
  [[2, 2, 3], true, true],
  [[2, 4], false, false],
  [[1, 2, 3, 4], true, false],
])("readers who gave %j: below 3 in the mean %s, most of them %s", (ratings, mean, most) => {
  expect([isDissatisfied({ turns: [], ratings }), isClearlyDissatisfied({ turns: [], ratings })]).toEqual([mean, most]);
});

describe.each(SATISFACTION_SETS)("%s", (set) => {
  test("a turn comes with the conversation before it", (context) => {
    const rated = ratedTurns(set);
    if (!rated) return context.skip(NO_DATA);
    expect(rated.length).toBeGreaterThan(11_000);
    expect(rated.every(({ turns }) => turns.at(-1)?.speaker === "visitor")).toBe(true);
    expect(Math.max(...rated.map(({ turns }) => turns.length))).toBeLessThan(80);
    expect(rated.filter(({ turns }) => turns.length === 1).length).toBeGreaterThan(900);
  });

  test("the card's figures of transfer are what the data gives", (context) => {
    const found = transferTo(set);
    if (!found) return context.skip(NO_DATA);
    const card = readFileSync(artefact("emotion", "MODEL_CARD.md"), "utf8").split("\n");
    for (const { score, dissatisfied } of found) {
      const row = card.find((line) => line.startsWith(`| ${set}: ${score} |`));
      expect(Math.abs(Number(row?.split("|")[2]) - dissatisfied), score).toBeLessThan(0.002);
    }
  });
});
