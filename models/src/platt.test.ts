import { expect, test } from "vitest";
import { calibrationError } from "./calibration-error.ts";
import { plattOf } from "./platt.ts";
import { normal, randomFrom } from "./random.ts";

const random = randomFrom(11);
const logits = Array.from({ length: 20_000 }, () => 1.7 * normal(random) - 0.6);
/** Labels whose true log-odds are `logit / 2.5 + 0.8`. */
const labels = logits.map((logit) => random() < 1 / (1 + Math.exp(-(logit / 2.5 + 0.8))));
const { temperature, shift } = plattOf(logits, labels);

test("the temperature and shift that made the labels are found again", () => {
  expect(temperature).toBeGreaterThan(2.3);
  expect(temperature).toBeLessThan(2.7);
  expect(shift).toBeCloseTo(0.8, 1);
});

test("calibration lowers the calibration error", () => {
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  for (const binning of ["width", "mass"] as const) {
    const before = calibrationError(logits.map(sigmoid), labels, binning);
    const after = calibrationError(
      logits.map((logit) => sigmoid(logit / temperature + shift)),
      labels,
      binning,
    );
    expect(before).toBeGreaterThan(0.1);
    expect(after).toBeLessThan(0.015);
  }
});

test("an error worked out by hand", () => {
  // Two bins of equal width are used: (.1, .1 | none) off by .1, and (.9, .9 | one of two) off by .4.
  expect(calibrationError([0.1, 0.1, 0.9, 0.9], [false, false, true, false], "width")).toBeCloseTo(0.25, 12);
});

test("logits far apart, from which a whole step of Newton's would overshoot, are calibrated all the same", () => {
  const logits = Array.from({ length: 300 }, (_, index) => (index < 150 ? -14 : 13) + (index % 7) / 3);
  const labels = logits.map((logit, index) => (index % 25 === 0 ? logit < 0 : logit > 0));
  const { temperature, shift } = plattOf(logits, labels);
  const calibrated = logits.map((logit) => 1 / (1 + Math.exp(-(logit / temperature + shift))));
  const mean = (of: boolean) =>
    calibrated.filter((_, index) => index < 150 === of).reduce((sum, p) => sum + p, 0) / 150;
  expect(mean(true)).toBeCloseTo(0.04, 2);
  expect(mean(false)).toBeCloseTo(0.96, 2);
});
