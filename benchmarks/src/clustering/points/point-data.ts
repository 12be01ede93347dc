import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Box } from "@sedge/cli/learner";
import type { PointSet } from "@sedge/clustering/k-means";
import { normal, randomFrom } from "@sedge/models/random";

/** Points with right answers, and the bounds that are public. */
export interface PointData {
  readonly name: string;
  readonly points: PointSet;
  readonly truth: Int32Array;
  /** Groups that there are. */
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
 * UCI letter recognition, features of 0 to 15 as its description says: the first 720 rows of each letter, which are the 18,720 points
 * that the peers' figures are of.
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

/** Sides of the squares that the benchmark sets in the plane were drawn in; round numbers, none taken from the points. */
const SIDES: Readonly<Record<string, number>> = { a1: 65_536, a2: 65_536, lsun: 6 };
const USUAL_SIDE = 1_000_000;

/** One of the benchmark sets in the plane. */
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

/** 64 round clouds of deviation 1, their centres drawn evenly from a cube of ±100, as scikit-learn's `make_blobs` draws them. */
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
