import { expect, test } from "vitest";
import { medianCost, visitCost } from "./main-thread.ts";

test("takes the task with the SDK's largest part as its longest, not the longest task", () => {
  const cost = visitCost([
    { ms: 120, ownMs: 60, sdkMs: 2, sdkOwnMs: 1 },
    { ms: 9, ownMs: 8, sdkMs: 7, sdkOwnMs: 6 },
    { ms: 50, ownMs: 3, sdkMs: 0, sdkOwnMs: 0 },
  ]);
  expect(cost).toEqual({
    longestTaskMs: 120,
    longTasks: 2,
    totalOwnMs: 71,
    sdkLongestMs: 7,
    sdkLongestOwnMs: 6,
    sdkTotalOwnMs: 7,
  });
});

test("takes the median of each figure over several visits", () => {
  const cost = (ms: number) => visitCost([{ ms, ownMs: ms, sdkMs: 10 - ms, sdkOwnMs: 10 - ms }]);
  expect(medianCost([cost(1), cost(9), cost(4)])).toMatchObject({ longestTaskMs: 4, sdkLongestMs: 6 });
});
