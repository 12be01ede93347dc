import { rhoOf } from "@sedge/privacy/accountant";
import { expect, test } from "vitest";
import { noiseSources } from "./noise-sources.ts";
import { boundsText, privateBounds } from "./private-bounds.ts";
import { sumsPanel } from "./sums-panel.ts";

const estimate = (coordinates: Float64Array, d: number, rho: number) =>
  privateBounds(coordinates, d, rho, (numbers) => sumsPanel({ d: 1, coordinates: numbers }, noiseSources(1)));

test("each feature has its own bounds, within the budget", async () => {
  const coordinates = Float64Array.from({ length: 4_000 }, (_, at) =>
    at % 2 === 0 ? (at * 7) % 100 : 0.05 + ((at * 3) % 10) / 100,
  );
  const rho = rhoOf(1, 1e-5);
  const { box, rho: spent, measurements } = await estimate(coordinates, 2, rho);
  expect(box.upper).toEqual([128, 0.25]);
  expect(boundsText(box, ["x", "y"])).toMatch(/^x .+ to 128, y .+ to 0\.25$/);
  expect(spent).toBeCloseTo(rho, 10);
  expect(measurements).toHaveLength(2);
});

test("few points in many features share their bounds", async () => {
  const coordinates = Float64Array.from({ length: 16 * 300 }, (_, at) => 1 + (at % 7));
  const { box } = await estimate(coordinates, 16, 0.02);
  expect([new Set(box.lower).size, new Set(box.upper).size]).toEqual([1, 1]);
  expect(box.upper[0]).toBe(8);
});

test("bounds that noise hides are refused", async () => {
  await expect(estimate(Float64Array.of(1, 2, 3, 4), 1, 0.05)).rejects.toMatchObject({ code: "bounds-unknown" });
});
