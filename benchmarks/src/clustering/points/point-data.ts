import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Box } from "@sedge/cli/learner";
import type { PointSet } from "@sedge/clustering/k-means";
import { normal, randomFrom } from "@sedge/models/random";

/** Points with labels and public bounds. */
export interface PointData {
  readonly name: string;
  readonly points: PointSet;
  readonly truth: Int32Array;
  /** Number of groups. */
  readonly k: number;
  readonly box: Box;
}

const FOLDER = join(
  process.env["SEDGE_DATA"] ?? join(import.meta.dirname, "..", "..", "..", "..", "..", "shared", "datasets"),
  "clustering",
);

const LETTERS = 26;
const ROWS_A_LETTER = 720;
const LETTER_FEATURES = 16;

function lines(file: string): string[] | undefined {
  const path = join(FOLDER, file);
  return existsSync(path) ? gunzipSync(readFileSync(path)).toString().trim().split("\n") : undefined;
}

const cube = (d: number, lower: number, upper: number): Box => ({
  lower: Array.from({ length: d }, () => lower),
  upper: Array.from({ length: d }, () => upper),
});

/**
 * UCI letter recognition, with features from 0 to 15 as documented: the first 720 rows of each letter, the 18,720 points of the
 * peers' figures.
 */
export function letters(): PointData | undefined {
  const rows = lines("letter-recognition.data.gz")?.slice(1);
  if (!rows) return undefined;
  const seen = new Int32Array(LETTERS);
  const coordinates: number[] = [];
  const truth: number[] = [];
  for (const row of rows) {
    const [letter = "", ...features] = row.split(",");
    const label = letter.charCodeAt(0) - "A".charCodeAt(0);
    if (seen[label]! >= ROWS_A_LETTER) continue;
    seen[label]! += 1;
    truth.push(label);
    coordinates.push(...features.map(Number));
  }
  const points = { d: LETTER_FEATURES, coordinates: Float64Array.from(coordinates) };
  return { name: "letters", points, truth: Int32Array.from(truth), k: LETTERS, box: cube(LETTER_FEATURES, 0, 15) };
}

/** Sides of the squares of the planar benchmark sets: round numbers, not taken from the points. */
const SIDES: Readonly<Record<string, number>> = { a1: 65_536, a2: 65_536, lsun: 6 };
const USUAL_SIDE = 1_000_000;

/** A planar benchmark set. */
export function planeSet(name: string): PointData | undefined {
  const rows = lines(`${name}.data.gz`);
  const labels = lines(`${name}.labels0.gz`);
  if (!rows || !labels) return undefined;
  const coordinates = Float64Array.from(rows.flatMap((row) => row.trim().split(/\s+/).map(Number)));
  const truth = Int32Array.from(labels, Number);
  return {
    name,
    points: { d: 2, coordinates },
    truth,
    k: new Set(truth).size,
    box: cube(2, 0, SIDES[name] ?? USUAL_SIDE),
  };
}

const BLOBS = { n: 100_000, d: 10, k: 64, reach: 100, margin: 10 } as const;

/** 64 spherical clouds of deviation 1, with centres uniform in a cube of ±100, like scikit-learn's `make_blobs`. */
export function blobs(seed: number): PointData {
  const random = randomFrom(seed);
  const { n, d, k, reach, margin } = BLOBS;
  const centres = Float64Array.from({ length: k * d }, () => (random() * 2 - 1) * reach);
  const truth = Int32Array.from({ length: n }, (_, p) => p % k);
  const coordinates = Float64Array.from(
    { length: n * d },
    (_, at) => centres[truth[Math.floor(at / d)]! * d + (at % d)]! + normal(random),
  );
  return { name: "64 blobs", points: { d, coordinates }, truth, k, box: cube(d, -reach - margin, reach + margin) };
}
