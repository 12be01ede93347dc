import { textAnswer } from "@sedge/features/text";
import { expect, test } from "vitest";
import { calibratedAnswer } from "./text-calibration.ts";

const classes = ["a", "b"].map((code) => ({ code, label: code }));
const known = {
  classes,
  placeOf: new Map([
    ["a", 0],
    ["b", 1],
  ]),
  hasBackground: true,
};
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
