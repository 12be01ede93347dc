import { type Centres, kMeans, type PointSet, sizeOf } from "@sedge/clustering/k-means";
import { believedCounts } from "@sedge/clustering/counts";
import { type Box, intoBox } from "./box.ts";
import type { CellState } from "./cell-state.ts";
import { drawnCells } from "./drawn-cells.ts";
import type { Outline } from "./outline.ts";
import type { Survey } from "./survey.ts";

/** Most counted cells. */
const MOST_CELLS = 1_000;
/** A histogram is measured if the average cell stands this many deviations above the noise. */
const WORTH_COUNTING = 3;
const RESTARTS = 10;

export interface DrawnStart {
  readonly k: number;
  /** zCDP budget of the histogram. */
  readonly rho: number;
  readonly random: () => number;
}

/**
 * Initial clusters in more dimensions than a grid can cover. With enough people: a histogram over many drawn cells,
 * clustered. Otherwise: the clusters of a uniform cloud like the outline, which costs nothing and is as good.
 */
export async function startOnDrawnCells(
  survey: Survey,
  box: Box,
  outline: Outline,
  { k, rho, random }: DrawnStart,
): Promise<CellState> {
  const d = outline.mean.length;
  const stdDev = 1 / Math.sqrt(rho);
  const isWorth = survey.people / MOST_CELLS > WORTH_COUNTING * stdDev;
  const cells = drawnCells(box, outline, isWorth ? MOST_CELLS : GUESSED_CELLS, isWorth ? 0.5 : 0, random);
  const points: PointSet = isWorth ? await countedCells(survey, cells, rho) : cells;
  const found = kMeans(points, k, random, { restarts: RESTARTS });
  const guess = outline.variance * k ** (-2 / d);
  const mass = new Float64Array(k);
  found.labels.forEach((label, p) => (mass[label]! += points.weights?.[p] ?? 1));
  const total = mass.reduce((sum, value) => sum + value, 0);
  const counts = mass.map((value) => (value * survey.people) / total);
  const spread = new Float64Array(k).fill(Math.max(guess, isWorth ? found.inertia / total : 0));
  return {
    centres: filledUp(found.centres, k, box, random),
    doubt: spread.map((value) => value / d),
    counts,
    countDoubt: counts.map((count) => count ** 2 + survey.people / k),
    spread,
    spreadDoubt: spread.map((value) => value ** 2),
  };
}

/** Draws that represent a uniform cloud. */
const GUESSED_CELLS = 500;

/** The cells with people, as weighted points. */
async function countedCells(survey: Survey, cells: Centres, rho: number): Promise<PointSet> {
  const { d, coordinates } = cells;
  const radii = new Float64Array(sizeOf(cells)).fill(1);
  const { counts } = await survey.ask({ centres: cells, radii, terms: "count", rho });
  const believed = believedCounts(counts, survey.people);
  const kept = Array.from(believed.keys()).filter((cell) => believed[cell]! > 0);
  const points = new Float64Array(kept.length * d);
  kept.forEach((cell, p) => points.set(coordinates.subarray(cell * d, (cell + 1) * d), p * d));
  return { d, coordinates: points, weights: Float64Array.from(kept, (cell) => believed[cell]!) };
}

/** With points of the box if there are fewer cells than clusters. */
function filledUp(found: Centres, k: number, box: Box, random: () => number): Centres {
  const { d } = found;
  const coordinates = new Float64Array(k * d);
  coordinates.set(found.coordinates);
  for (let j = sizeOf(found); j < k; j++) {
    for (let i = 0; i < d; i++) coordinates[j * d + i] = box.lower[i]! + random() * (box.upper[i]! - box.lower[i]!);
    intoBox(box, coordinates, j * d);
  }
  return { d, coordinates };
}
