import { adjustedRandIndex } from "@sedge/clustering/evaluation";
import type { ShapeData } from "./shape-data.ts";

/** Radii that are tried, for 10,000 points; they shrink as points become dense. */
const RADII = [0.7, 1, 1.4, 2, 2.8];
const FEWEST = 10;
const UNSEEN = -2;
const SCATTERED = -1;

/** The best adjusted Rand index of DBSCAN in the clear over several radii, chosen by the truth: an upper bound for a user. */
export function clearAri({ points, truth }: ShapeData): number {
  const scale = Math.sqrt(10_000 / truth.length);
  return Math.max(...RADII.map((radius) => adjustedRandIndex(clearDbscan(points.coordinates, radius * scale), truth)));
}

/** DBSCAN of points in the plane, each with its label. */
function clearDbscan(coordinates: Float64Array, radius: number): Int32Array {
  const neighbours = neighbourSearch(coordinates, radius);
  const labels = new Int32Array(coordinates.length / 2).fill(UNSEEN);
  let next = 0;
  labels.forEach((label, start) => {
    if (label !== UNSEEN || labels[start] !== UNSEEN) return;
    const open = neighbours(start);
    if (open.length < FEWEST) return void (labels[start] = SCATTERED);
    labels[start] = next;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const before = labels[at];
      if (before !== UNSEEN && before !== SCATTERED) continue;
      labels[at] = next;
      if (before === SCATTERED) continue;
      const around = neighbours(at);
      if (around.length >= FEWEST) for (const other of around) open.push(other);
    }
    next += 1;
  });
  return labels;
}

function neighbourSearch(x: Float64Array, radius: number) {
  const cells = new Map<string, number[]>();
  const at = (value: number) => Math.floor(value / radius);
  for (let p = 0; p < x.length / 2; p++) {
    const key = `${at(x[2 * p]!)} ${at(x[2 * p + 1]!)}`;
    const cell = cells.get(key) ?? [];
    cells.set(key, cell);
    cell.push(p);
  }
  return (p: number): number[] => {
    const found: number[] = [];
    for (let i = -1; i <= 1; i++) {
      for (let j = -1; j <= 1; j++) {
        for (const q of cells.get(`${at(x[2 * p]!) + i} ${at(x[2 * p + 1]!) + j}`) ?? []) {
          if ((x[2 * p]! - x[2 * q]!) ** 2 + (x[2 * p + 1]! - x[2 * q + 1]!) ** 2 <= radius ** 2) found.push(q);
        }
      }
    }
    return found;
  };
}
