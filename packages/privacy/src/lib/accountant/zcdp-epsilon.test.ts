import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { epsilonOf, epsilonOfDevices, rhoOf } from "./zcdp-epsilon.ts";

/** The upper tail of the standard normal distribution, by its continued fraction where it converges fast, else by Taylor. */
function upperTail(x: number): number {
  if (x < 0) return 1 - upperTail(-x);
  const density = Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI);
  if (x > 3) {
    let fraction = x;
    for (let term = 200; term > 0; term -= 1) fraction = x + term / fraction;
    return density / fraction;
  }
  let term = x;
  let series = x;
  for (let odd = 3; odd < 200; odd += 2) {
    term *= x ** 2 / odd;
    series += term;
  }
  return 0.5 - density * series;
}

/** The exact δ of the continuous Gaussian mechanism (Balle and Wang 2018, Theorem 8), whose ρ is mu² / 2. */
function gaussianDelta(rho: number, epsilon: number): number {
  const mu = Math.sqrt(2 * rho);
  return upperTail(epsilon / mu - mu / 2) - Math.exp(epsilon) * upperTail(epsilon / mu + mu / 2);
}

test.each([
  // Minimised over 200,000 orders by brute force, in Python.
  [2.56, 1e-10, 17.158308713],
  [0.07, 1e-10, 2.387275177],
  [0.0244, 1e-6, 1.000967572],
  [0.5, 1e-5, 4.728386988],
  [10, 1e-6, 32.221660951],
  [0.001, 1e-9, 0.245119254],
])("rho %f at delta %f is epsilon %f", (rho, delta, epsilon) => {
  expect(epsilonOf(rho, delta)).toBeCloseTo(epsilon, 6);
});

test("is between the true loss of the Gaussian mechanism and the loose formula", () => {
  for (const rho of [1e-4, 0.003, 0.02, 0.3, 2, 30]) {
    for (const delta of [1e-3, 1e-6, 1e-9]) {
      const epsilon = epsilonOf(rho, delta);
      expect(epsilon).toBeLessThanOrEqual(rho + 2 * Math.sqrt(rho * Math.log(1 / delta)));
      expect(gaussianDelta(rho, epsilon)).toBeLessThanOrEqual(delta);
      // Tight where delta is small: with a fifth less, the Gaussian mechanism would break the promise.
      if (delta < 1e-5) expect(gaussianDelta(rho, epsilon * 0.8)).toBeGreaterThan(delta);
    }
  }
});

test("rhoOf is the most that epsilonOf allows, and both grow", () => {
  let before = 0;
  for (const epsilon of [0.001, 0.1, 0.5, 1, 1.27, 8, 60]) {
    const rho = rhoOf(epsilon, 1e-6);
    expect(epsilonOf(rho, 1e-6)).toBeLessThanOrEqual(epsilon);
    expect(epsilonOf(rho * (1 + 1e-9), 1e-6)).toBeGreaterThan(epsilon);
    expect(rho).toBeGreaterThan(before);
    before = rho;
  }
});

test("no loss is epsilon 0, and an unbounded loss is an unbounded epsilon", () => {
  expect(epsilonOf(0, 1e-6)).toBe(0);
  expect(epsilonOf(Infinity, 1e-6)).toBe(Infinity);
});

test.each([
  [-1, 1e-6],
  [Number.NaN, 1e-6],
  [1, 0],
  [1, 1],
  [1, Number.NaN],
])("epsilonOf(%f, %f) is refused", (rho, delta) => {
  expect(() => epsilonOf(rho, delta)).toThrow(RangeError);
});

test.each([0, -1, Number.NaN, Infinity])("rhoOf(%f) is refused", (epsilon) => {
  expect(() => rhoOf(epsilon, 1e-6)).toThrow(RangeError);
});

test("a person with several unlinked devices is stated their own epsilon, in the documents too", () => {
  const rho = rhoOf(1, 1e-6);
  const stated = [1, 2, 3, 4].map((devices) => epsilonOfDevices(rho, 1e-6, devices).toFixed(1));
  expect(stated).toEqual(["1.0", "2.1", "3.3", "4.5"]);
  const glossary = readFileSync(new URL("../../../../../docs/glossary.md", import.meta.url), "utf8");
  expect(glossary.replaceAll(/\s+/g, " ")).toContain(
    `ε is 1 for one device, ${stated[1]} for two, ${stated[2]} for three and ${stated[3]} for four`,
  );
  for (const devices of [0, 1.5, -1]) expect(() => epsilonOfDevices(rho, 1e-6, devices)).toThrow(RangeError);
});
