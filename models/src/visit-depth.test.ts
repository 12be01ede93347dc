import { expect, test } from "vitest";
import { drawnVisits } from "./drawn-visits.ts";
import { probabilitiesOf } from "./figures.ts";
import { readModel } from "./model-folder.ts";
import { randomFrom } from "./random.ts";
import { depthExamples, depthPartOf, REACHES } from "./visit-depth.ts";

/** Other visits than those that training drew. */
const visits = drawnVisits(300, randomFrom(30));

test("an answer is asked while it is open, and weighs less once it is settled", () => {
  const visit = visits.find(({ clicks }) => clicks.length >= 9 && clicks.length < 15);
  const examples = visit ? depthExamples([visit]) : [];
  expect(examples.length).toBe(visit?.clicks.length);
  expect(examples[1]).toMatchObject({ answers: [true, true, false], asked: [true, true, true], weights: [1, 1, 1] });
  expect(examples[2]).toMatchObject({ asked: [false, true, true], weights: [0.5, 1, 1] });
});

test("predicts that a visit has reached a depth which it has reached, whatever its pages", () => {
  const model = readModel("visit-depth");
  REACHES.forEach((_, output) => {
    const settled = depthExamples(visits).filter(({ asked }) => !asked[output]);
    const open = depthExamples(visits).filter(({ record }) => record.clickDepth === 1);
    const least = Math.min(...probabilitiesOf(model, output, settled));
    expect(least).toBeGreaterThan(0.85);
    expect(least).toBeGreaterThan(Math.max(...probabilitiesOf(model, output, open)));
  });
});

test("July is the test, June from the 8th the validation", () => {
  const partOn = (month: number, day: number) => depthPartOf({ id: "", month, day, clicks: [] });
  expect([partOn(4, 30), partOn(6, 7), partOn(6, 8), partOn(7, 1)]).toEqual(["train", "train", "validation", "test"]);
});
