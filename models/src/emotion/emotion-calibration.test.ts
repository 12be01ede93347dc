import { describe, expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { bestThreshold, sigmoidAnswer } from "./emotion-calibration.ts";

describe("the threshold of the highest F1", () => {
  test("is halfway between the last probability that should be predicted and the next", () => {
    // Predicting the first three: two hits of three, F1 .8. Predicting one: .667. Predicting all: .667.
    expect(bestThreshold([0.9, 0.1, 0.6, 0.4], [true, false, false, true])).toEqual({ threshold: 0.25, f1: 0.8 });
  });

  test("never parts rows of the same probability", () => {
    const { threshold } = bestThreshold([0.7, 0.7, 0.2], [true, false, false]);
    expect(threshold).toBeCloseTo(0.45, 12);
  });
});

test("calibrates each output separately and never predicts a score", () => {
  const random = randomFrom(2);
  const truth = Array.from({ length: 20_000 }, () => {
    const logits = [6 * random() - 3, 6 * random() - 3];
    return {
      logits,
      so: logits.map((logit, index) => Number(random() < 1 / (1 + Math.exp(-(index === 0 ? 2 * logit : logit + 1))))),
    };
  });
  const { classes } = sigmoidAnswer(
    truth.map(({ logits }) => logits),
    truth.map(({ so }) => so),
    [false, true],
  );
  expect(classes[0]?.temperature).toBeCloseTo(0.5, 1);
  expect(classes[0]?.shift).toBeCloseTo(0, 0);
  expect(classes[1]?.temperature).toBeCloseTo(1, 1);
  expect(classes[1]?.shift).toBeCloseTo(1, 0);
  expect(classes[0]?.threshold).toBeLessThan(0.6);
  expect(classes[1]?.threshold).toBe(1);
});
