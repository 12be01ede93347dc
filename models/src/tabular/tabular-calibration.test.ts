import { expect, test } from "vitest";
import { normal, randomFrom } from "../random.ts";
import { softmaxRows } from "./log-loss.ts";
import { softmaxCalibration } from "./tabular-calibration.ts";

/** Logits that are `temperature` times too sharp, with labels drawn from the true shares. */
function drawn(rows: number, classes: number, temperature: number, shift: number) {
  const random = randomFrom(12);
  const truth = Float64Array.from({ length: rows * classes }, () => 2 * normal(random));
  const shares = softmaxRows(
    truth.map((score, at) => score + (at % classes === 1 ? shift : 0)),
    classes,
  );
  const labels = Int32Array.from({ length: rows }, (_, row) => {
    let left = random();
    for (let label = 0; label < classes; label += 1) if ((left -= shares[row * classes + label] ?? 0) < 0) return label;
    return classes - 1;
  });
  return { logits: truth.map((score) => score * temperature), labels };
}

test("of two classes temperature and shift are found", () => {
  const { logits, labels } = drawn(20_000, 2, 3, -1);
  const { temperature, shifts } = softmaxCalibration(logits, labels, 2);
  expect(temperature).toBeCloseTo(3, 0);
  expect(shifts[0]).toBe(0);
  expect(shifts[1]).toBeCloseTo(-1, 0);
});

test("of more the temperature is found", () => {
  const { logits, labels } = drawn(20_000, 4, 0.5, 0);
  expect(softmaxCalibration(logits, labels, 4).temperature).toBeCloseTo(0.5, 1);
});

test("a handful of labels moves nothing far", () => {
  const { temperature, shifts } = softmaxCalibration(Float64Array.of(0, 9, 0, -9, 0, 8), Int32Array.of(1, 0, 1), 2);
  expect(temperature).toBeCloseTo(1, 1);
  expect(shifts[1]).toBeCloseTo(0, 1);
});
