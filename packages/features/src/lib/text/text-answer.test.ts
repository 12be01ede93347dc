import { expect, test } from "vitest";
import { textAnswer, type TextAnswerRule } from "./text-answer.ts";

const classes = ["refund", "delay"].map((code) => ({ code, label: code }));
const softmax: TextAnswerRule = { name: "sample", classes, answer: { kind: "softmax", temperature: 2 } };
const probabilitiesOf = (rule: TextAnswerRule, logits: readonly number[]) =>
  textAnswer(rule, logits).classes.map(({ probability }) => probability);

test("softmax divides by the temperature and says the likeliest class", () => {
  const [refund, delay] = probabilitiesOf(softmax, [1, 1 + 2 * Math.log(3)]);
  expect(refund).toBeCloseTo(0.25, 12);
  expect(delay).toBeCloseTo(0.75, 12);
  expect(textAnswer(softmax, [3, 1]).classes.map(({ isPredicted }) => isPredicted)).toEqual([true, false]);
  expect(textAnswer(softmax, [3, 1])).toMatchObject({ outOfScope: null, isOutOfScope: false });
  expect(probabilitiesOf(softmax, [5_000, -5_000])).toEqual([1, 0]);
});

test("sigmoid asks each class for itself, with its own threshold", () => {
  const answer = {
    kind: "sigmoid" as const,
    classes: [
      { temperature: 2, shift: 1, threshold: 0.9 },
      { temperature: 1, shift: 0, threshold: 0.2 },
    ],
  };
  const judged = textAnswer({ name: "sample", classes, answer }, [2, -1]).classes;
  expect(judged[0]?.probability).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
  expect(judged.map(({ isPredicted }) => isPredicted)).toEqual([false, true]);
});

test("the out-of-scope score weighs energy, the background unit and surprise, and refuses from the threshold on", () => {
  const rule = {
    ...softmax,
    outOfScope: { shift: 0.3, energy: -0.5, background: 0.8, surprise: 1.5, threshold: 0.5 },
  };
  const energy = Math.log(Math.exp(1) + Math.exp(2));
  const surprise = Math.log(1 + Math.exp(-0.5));
  const score = 1 / (1 + Math.exp(-(0.3 - 0.5 * energy + 0.8 * (1.2 - energy) + 1.5 * surprise)));
  expect(textAnswer(rule, [1, 2, 1.2]).outOfScope).toBeCloseTo(score, 12);
  expect(textAnswer(rule, [1, 2, 9]).isOutOfScope).toBe(true);
  expect(textAnswer(rule, [1, 2, -9]).isOutOfScope).toBe(false);
});

test("without a background unit the score is of the classes' own logits", () => {
  const rule = { ...softmax, outOfScope: { shift: -1, energy: 0, surprise: 2, threshold: 0.5 } };
  expect(textAnswer(rule, [1, 1]).outOfScope).toBeCloseTo(1 / (1 + Math.exp(1 - 2 * Math.log(2))), 12);
  expect(textAnswer(rule, [1, 1]).isOutOfScope).toBe(true);
  expect(textAnswer(rule, [9, 1]).isOutOfScope).toBe(false);
  expect(() => textAnswer(rule, [1, 1, 1])).toThrow(RangeError);
});

test("logits of another number than the model's are refused", () => {
  expect(() => textAnswer(softmax, [1, 2, 3])).toThrow(RangeError);
});
