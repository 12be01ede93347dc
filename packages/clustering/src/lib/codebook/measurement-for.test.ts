import { Codebook, elementsOf, MAX_MEASUREMENT_ELEMENTS, shapeOfMeasurement } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { squareCodebook } from "../../../test/simulated-devices.ts";
import { frontierOf, leavesOf } from "./cell-path.ts";
import { measurementFor, measuredCells, ownersOf } from "./measurement-for.ts";

const options = { minPeople: 50, countStdDev: 8 };
const heavy = (codebook: Codebook, path: string, count: number): Codebook => ({
  ...codebook,
  cells: codebook.cells.map((cell) => (cell.path === path ? { ...cell, count } : cell)),
});

test("measures light leaves as they are, and heavy ones in two parts", () => {
  const codebook = heavy(squareCodebook(4), "5", 900);
  const { centres } = measurementFor(codebook, options);
  expect(centres).toHaveLength(17);
  const owners = ownersOf(measuredCells(codebook, measurementFor(codebook, options))!, centres)!;
  expect(owners.filter((owner) => owner === 5)).toHaveLength(2);
  expect(new Set(owners).size).toBe(16);
  expect(measurementFor(codebook, { ...options, explore: false }).centres).toEqual(
    leavesOf(codebook).map(({ centroid }) => centroid),
  );
});

test("rejects a centre without a cell, and a cell that is not measured", () => {
  const codebook = squareCodebook(4);
  const cells = leavesOf(codebook);
  const centres = cells.map(({ centroid }) => centroid);
  expect(ownersOf(cells, centres)).toHaveLength(16);
  expect(ownersOf(cells, centres.slice(1))).toBeUndefined();
  expect(ownersOf(cells, centres.with(3, [0.9, 0.2]))).toBeUndefined();
  expect(ownersOf(cells, [...centres, [0.5, 0.5]])).toBeUndefined();
});

test("a root alone is measured in parts, so that a tree can grow from nothing", () => {
  const { cells, clusters, ...rest } = squareCodebook(2);
  const root = v.parse(Codebook, { ...rest, cells: [{ ...cells[0]!, count: 1_000 }], clusters });
  const { centres, radii } = measurementFor(root, options);
  expect(centres).toHaveLength(2);
  expect(radii.every((radius) => radius > 0)).toBe(true);
  expect(ownersOf(measuredCells(root, measurementFor(root, options))!, centres)).toEqual([0, 0]);
});

test("a vote never exceeds its bytes: the lightest branches of a large tree are measured as one", () => {
  const wide = Array.from({ length: 40 }, (_, i) => i);
  const features = wide.map((i) => `f${i}`);
  const centroid = (i: number) => wide.map((j) => (j === i ? 1 : 0));
  const cell = (path: string, at: number[], count: number) => ({
    path,
    centroid: at,
    count,
    cluster: "c1",
    confidence: 1,
  });
  const codebook = v.parse(Codebook, {
    ...squareCodebook(2),
    features,
    cells: [
      cell("", centroid(39), 3_900),
      ...Array.from({ length: 13 }, (_, i) => [
        cell(`${i}`, centroid(i), 300 + 30 * i),
        ...[0, 1, 2].map((j) =>
          cell(
            `${i}.${j}`,
            centroid(3 * i + j).map((x) => x / 2),
            100 + 10 * i,
          ),
        ),
      ]).flat(),
    ],
    clusters: [{ id: "c1", name: "all", centroid: centroid(0), count: 3_900 }],
  });
  const measurement = measurementFor(codebook, options);
  expect(elementsOf(shapeOfMeasurement(measurement))).toBeLessThanOrEqual(MAX_MEASUREMENT_ELEMENTS);
  const cells = measuredCells(codebook, measurement)!;
  expect(cells.length).toBeGreaterThan(13);
  expect(cells.map(({ path }) => path)).toContain("0");
  expect(cells.map(({ path }) => path)).toContain("12.2");
  expect(ownersOf(cells, measurement.centres)).toBeDefined();
  expect(frontierOf(codebook, 1)).toHaveLength(1);
});
