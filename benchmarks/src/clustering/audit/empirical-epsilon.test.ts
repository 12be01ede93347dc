import { discreteGaussians } from "@sedge/privacy/noise";
import { seededRandom } from "@sedge/privacy/seeded-random";
import { expect, test } from "vitest";
import { empiricalEpsilon, gaussianEpsilon } from "./empirical-epsilon.ts";

/** Scores around `shift`, of a Gaussian with deviation 1,000. */
const scores = (shift: number, seed: string) =>
  discreteGaussians(1000, 10_000, seededRandom(seed)).map((draw) => Number(draw) / 1000 + shift);

test("stays below the true ε, and close to it", () => {
  const { anyMechanism, gaussian } = empiricalEpsilon(
    { withPerson: scores(1, "with"), without: scores(0, "without"), middle: 0.5 },
    1e-5,
  );
  const truth = gaussianEpsilon(1, 1e-5);
  expect(truth).toBeCloseTo(4.377, 2);
  expect(gaussian).toBeLessThan(truth);
  expect(gaussian).toBeGreaterThan(0.85 * truth);
  expect(anyMechanism).toBeGreaterThan(1);
  expect(anyMechanism).toBeLessThan(truth);
});

test("finds no privacy loss if the outputs do not differ", () => {
  const { anyMechanism, gaussian } = empiricalEpsilon(
    { withPerson: scores(0, "one"), without: scores(0, "two"), middle: 0 },
    1e-5,
  );
  expect(anyMechanism).toBeLessThan(0.05);
  expect(gaussian).toBeLessThan(0.1);
});
