import { expect, test } from "vitest";
import { TEXT_PLAN } from "./text-plan.ts";
import { expectedSeconds } from "./training-time.ts";

test("the last epoch of the trial counts, times what all networks read", { timeout: 120_000 }, () => {
  const train = Array.from({ length: 10 }, (_, index) => ({ text: `text ${index}`, labels: ["a"] }));
  const plan = { ...TEXT_PLAN, name: "sample", version: "1.0.0", seed: 1, dimensions: 4 };
  // Epochs that take 8, 4, 2 and 1 seconds.
  const secondsFor = (features: number) => {
    const clock = [8_000, 12_000, 14_000, 15_000].values();
    return expectedSeconds({ train, validation: [] }, plan, features, () => clock.next().value ?? 0);
  };
  expect(secondsFor(1_000)).toBeGreaterThan(0);
  expect(secondsFor(2_000)).toBeCloseTo(2 * secondsFor(1_000), 9);
});
