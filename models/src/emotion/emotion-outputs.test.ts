import { expect, test } from "vitest";
import { NO_DATA } from "../data-folder.ts";
import { EKMAN, emotionTarget, FRUSTRATED_LABELS, FRUSTRATION, SENTIMENT } from "./emotion-outputs.ts";
import { emotionComments, labelNames } from "./goemotions.ts";

const comment = {
  labels: { original: ["disapproval", "joy"], ekman: ["anger", "joy"], group: ["negative", "positive"] },
};

test("an output is so if one of its labels was given in its grouping", () => {
  expect([...emotionTarget(EKMAN, comment)]).toEqual([1, 0, 0, 1, 0, 0, 0]);
  expect([...emotionTarget([...SENTIMENT, FRUSTRATION], comment)]).toEqual([0, 1, 0, 1, 1]);
  const glad = { labels: { original: ["joy"], ekman: ["anger"], group: ["negative"] } };
  expect([...emotionTarget([FRUSTRATION], glad)]).toEqual([0]);
});

test("the data has every label that is asked for, and its groupings agree", (context) => {
  const names = (["ekman", "group", "original"] as const).map((grouping) => labelNames(grouping));
  const development = emotionComments("dev");
  if (!development || !names.every((each) => each)) return context.skip(NO_DATA);
  expect(EKMAN.map(({ code }) => code)).toEqual(names[0]);
  expect(SENTIMENT.map(({ code }) => code)).toEqual(names[1]);
  for (const label of FRUSTRATED_LABELS) expect(names[2]).toContain(label);
  expect(development.length).toBe(5_426);
  for (const { labels } of development) {
    expect(labels.ekman.includes("neutral")).toBe(labels.original.includes("neutral"));
    expect(labels.group.includes("neutral")).toBe(labels.original.includes("neutral"));
  }
});
