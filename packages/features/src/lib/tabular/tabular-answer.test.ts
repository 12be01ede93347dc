import { expect, test } from "vitest";
import { tabularAnswer } from "./tabular-answer.ts";

const classes = ["no", "later", "yes"].map((code) => ({ code, label: code }));
const shares = (logits: readonly number[], temperature: number, shifts: number[]) =>
  tabularAnswer({ classes, answer: { kind: "softmax", temperature, shifts } }, logits).classes.map(
    ({ probability }) => probability,
  );

test("probabilities are the softmax of logits over temperature plus shifts", () => {
  const found = shares([0, 2 * Math.log(3), 0], 2, [0, 0, Math.log(6)]);
  [0.1, 0.3, 0.6].forEach((share, index) => expect(found[index]).toBeCloseTo(share, 12));
});

test("logits beyond the range of exp still give probabilities", () => {
  expect(shares([5_000, -5_000, 5_000], 0.5, [0, 0, 0])).toEqual([0.5, 0, 0.5]);
});
