import { expect, test } from "vitest";
import { reliabilityBins } from "./reliability-bins.ts";
import { reliabilityPlot } from "./reliability-plot.ts";

const bins = reliabilityBins([0.1, 0.12, 0.5, 0.98, 1, 0], [false, true, true, true, true, false]);

test("rows fall into fifteen bins of equal width, the ends included, and empty ones are left out", () => {
  expect(bins).toEqual([
    { predicted: 0, observed: 0, count: 1 },
    { predicted: 0.11, observed: 0.5, count: 2 },
    { predicted: 0.5, observed: 1, count: 1 },
    { predicted: 0.99, observed: 1, count: 2 },
  ]);
});

test("a bin is drawn where its shares lie, and its rows are written out for a screen reader", () => {
  const svg = reliabilityPlot({ title: "a & b < c", bins });
  // The plot's square is 280 wide from 52, 280 high from 40.
  expect(svg).toContain(`<circle class="dot" cx="${52 + 0.5 * 280}" cy="40" r="3.5"/>`);
  expect(svg).toContain('points="52,320 82.8,180 192,40 329.2,40"');
  expect(svg).toContain("6 rows. predicted 0.00, observed 0.00 (1 row); predicted 0.11, observed 0.50 (2 rows)");
  expect(svg).toContain("Reliability: a &amp; b &lt; c");
  expect(svg).toContain("prefers-color-scheme:dark");
});

test("a share outside 0 to 1, one that is no number, and no bin at all are refused", () => {
  const bin = { predicted: 0.5, observed: 0.5, count: 1 };
  expect(() => reliabilityPlot({ title: "", bins: [{ ...bin, predicted: 1.2 }] })).toThrow(RangeError);
  expect(() => reliabilityPlot({ title: "", bins: [{ ...bin, observed: Number.NaN }] })).toThrow(RangeError);
  expect(() => reliabilityPlot({ title: "", bins: [] })).toThrow(RangeError);
});
