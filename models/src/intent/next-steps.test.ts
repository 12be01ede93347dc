import { expect, test } from "vitest";
import type { ClickSession } from "../clickstream.ts";
import { intentExamples, MOST_CLICKS, SESSION_INTENT } from "./session-intent-model.ts";
import { nextStep } from "./next-steps.ts";

/** A visit of made-up clicks, each a category and an item. */
function visit(clicks: readonly (readonly [number, number])[]): ClickSession {
  return {
    id: "made-up",
    month: 5,
    day: 3,
    clicks: clicks.map(([category, item]) => ({ category, item, price: 20, priceAboveMean: false, listPage: 1 })),
  };
}

const stepsOf = (clicks: readonly (readonly [number, number])[]) =>
  clicks.map((_, index) => nextStep(visit(clicks), index));

test("the last click is followed by leaving, however many went before", () => {
  expect(stepsOf([[1, 1]])).toEqual(["leave"]);
  expect(
    stepsOf([
      [1, 1],
      [1, 2],
    ]).at(-1),
  ).toBe("leave");
});

test("staying in the category is research, changing it within three clicks is browsing", () => {
  expect(
    stepsOf([
      [1, 1],
      [1, 2],
      [1, 3],
      [1, 4],
      [2, 5],
    ]),
  ).toEqual(["research", "browse", "browse", "browse", "leave"]);
});

test("a return within three clicks is comparing, also from one category to another and back", () => {
  expect(
    stepsOf([
      [1, 1],
      [2, 2],
      [2, 3],
      [1, 1],
    ]),
  ).toEqual(["compare", "compare", "compare", "leave"]);
  expect(
    stepsOf([
      [1, 1],
      [1, 2],
      [1, 3],
      [1, 4],
      [1, 1],
    ]),
  ).toEqual(["research", "compare", "compare", "compare", "leave"]);
});

test("the same product twice running is no comparing, but coming back to it is", () => {
  expect(
    stepsOf([
      [1, 1],
      [1, 1],
      [1, 2],
    ]),
  ).toEqual(["research", "research", "leave"]);
  expect(
    stepsOf([
      [1, 1],
      [1, 1],
      [1, 2],
      [1, 1],
    ])[1],
  ).toBe("compare");
});

test("a product seen more than 64 products ago is not remembered, as on a device", () => {
  const others = (count: number) => Array.from({ length: count }, (_, index) => [1, 100 + index] as const);
  const before = (count: number) => [[1, 1], ...others(count), [1, 1]] as const;
  expect(nextStep(visit(before(63)), 63)).toBe("compare");
  expect(nextStep(visit(before(64)), 64)).toBe("research");
});

test("every click up to the fortieth is an example, with one right answer", () => {
  const clicks = Array.from({ length: 50 }, (_, index) => [1 + (index % 2), index] as const);
  const examples = intentExamples([visit(clicks)]);
  expect(examples).toHaveLength(MOST_CLICKS);
  for (const { answers } of examples) expect(answers.filter(Boolean)).toHaveLength(1);
  expect(examples[39]?.answers).toEqual(SESSION_INTENT.outputs.map(({ code }) => code === "browse"));
  expect(examples[39]?.record.clickDepth).toBe(40);
});
