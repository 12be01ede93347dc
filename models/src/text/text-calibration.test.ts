import { textAnswer } from "@sedge/features/text";
import { expect, test } from "vitest";
import { normal, randomFrom } from "../random.ts";
import { calibratedAnswer, outOfScopeRule } from "./text-calibration.ts";

const random = randomFrom(6);
const classes = ["a", "b"].map((code) => ({ code, label: code }));
const known = {
  classes,
  placeOf: new Map([
    ["a", 0],
    ["b", 1],
  ]),
  hasBackground: true,
};
const inside = (count: number) =>
  Array.from({ length: count }, () => ({
    logits: Float64Array.of(3 + normal(random), normal(random), -1 + normal(random)),
    isRight: random() < 0.95,
  }));
const outside = Array.from({ length: 60 }, () => Float64Array.of(normal(random), normal(random), 1 + normal(random)));

test("the threshold refuses right answers to three of four hundred rows at most, and most texts out of scope", () => {
  const within = inside(2_000);
  const rule = outOfScopeRule(within, outside, 2, 1.3);
  const of = (logits: Float64Array) =>
    textAnswer({ name: "sample", classes, answer: { kind: "softmax", temperature: 1.3 }, outOfScope: rule }, logits);
  const lost = within.filter(({ logits, isRight }) => isRight && of(logits).isOutOfScope).length;
  expect(lost).toBeLessThanOrEqual(15);
  expect(lost).toBeGreaterThan(10);
  const refused = outside.filter((logits) => of(logits).isOutOfScope).length;
  expect(refused).toBeGreaterThan(20);
  expect(outOfScopeRule(within, outside, 2, 1.3, 0.05).threshold).toBeLessThan(rule.threshold);
});

test("few rows do not lower the threshold below a half", () => {
  expect(outOfScopeRule(inside(20), outside, 2, 1).threshold).toBeGreaterThanOrEqual(0.5);
});

test("rows out of scope do not move the temperature, and a class's F1 sets a sigmoid's threshold", () => {
  const logits = [Float64Array.of(2, 0, 0), Float64Array.of(0, 1, 0), Float64Array.of(1, 0, 0)];
  const labels = [["a"], ["b"], ["b"]];
  const rows = labels.map((labels) => ({ text: "", labels }));
  const softmax = calibratedAnswer(logits, rows, known, "softmax");
  const more = calibratedAnswer(
    [...logits, Float64Array.of(9, 0, 0)],
    [...rows, { text: "", labels: ["oos"] }],
    known,
    "softmax",
  );
  expect(more).toEqual(softmax);
  // From 1 on the class is right, except for every tenth text.
  const spread = Array.from({ length: 400 }, (_, index) => Float64Array.of(index / 100 - 2, 0));
  const isSo = spread.map((_, index) => ({ text: "", labels: index >= 300 === (index % 10 !== 7) ? ["a"] : [] }));
  const sigmoid = calibratedAnswer(spread, isSo, known, "sigmoid");
  if (sigmoid.kind !== "sigmoid") throw new Error("not a sigmoid");
  const predicted = textAnswer({ name: "sample", classes, answer: sigmoid }, [1.03, 0]).classes[0];
  const notPredicted = textAnswer({ name: "sample", classes, answer: sigmoid }, [0.96, 0]).classes[0];
  expect([predicted?.isPredicted, notPredicted?.isPredicted]).toEqual([true, false]);
});
