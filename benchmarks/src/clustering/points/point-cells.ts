import type { Aim } from "../../report/aim.ts";
import type { LearntQuality, Quality } from "./learnt-points.ts";
import { blobs, letters, planeSet, type PointData } from "./point-data.ts";

/** A data set with a budget, its targets, and the figures of peers. */
export interface PointCell {
  readonly work: string;
  /** The points; undefined without the data. `seed`: for generated points. */
  readonly data: (seed: number) => PointData | undefined;
  /** Whether every seed has its own points. */
  readonly isDrawn?: true;
  readonly epsilon: number;
  /** Default: n^-1.5. */
  readonly delta?: number;
  readonly k: number;
  /** The measure of the peers' figures. */
  readonly measure: keyof Quality;
  readonly peers: string;
  readonly aims: (ours: LearntQuality["quality"], central: Quality, people: number) => Aim[];
}

const most =
  (name: string, measure: keyof Quality, value: number): PointCell["aims"] =>
  (ours) => [{ name, value: ours[measure].mean, most: value, unit: "" }];
const wrong =
  (value: number): PointCell["aims"] =>
  (ours) => [{ name: "share outside its cluster's majority", value: 1 - ours.accuracy.mean, most: value, unit: "" }];
const both =
  (...aims: readonly PointCell["aims"][]): PointCell["aims"] =>
  (...args) =>
    aims.flatMap((aim) => aim(...args));

const lettersCell = (epsilon: number, inertia: number, peers: string, more?: PointCell["aims"]): PointCell => ({
  work: "letters",
  data: letters,
  epsilon,
  k: 26,
  measure: "inertia",
  peers,
  aims: more ? both(most("inertia", "inertia", inertia), more) : most("inertia", "inertia", inertia),
});

/** Google LSH by k. The table of peers has k-means and diffprivlib. */
const LSH_BY_K: readonly (readonly [number, number])[] = [
  [2, 70.7],
  [4, 61.6],
  [8, 54],
  [16, 45.8],
  [32, 39.7],
  [64, 36.5],
];

const FAST_LLOYD: readonly (readonly [string, number, number, number])[] = [
  ["lsun", 3, 0.348, 0.195],
  ["s1", 15, 0.0409, 0.0189],
  ["letters", 26, 1.059, 0.806],
  ["unbalance", 8, 0.0372, 0.0302],
];

const setOf = (name: string) => () => (name === "letters" ? letters() : planeSet(name));
const SMALL = 5_000;
/** Share of central k-means' adjusted Rand index that may be lost. */
const lostOf = (people: number) => (people >= SMALL ? 0.05 : 0.1);
/** The figure of central k-means that the target uses if this run's own is lower. */
const PUBLISHED_ARI: Readonly<Record<string, number>> = { s1: 0.987, s2: 0.937, a1: 0.966, a2: 0.967, birch1: 0.944 };

const ARI_SETS: readonly (readonly [string, number])[] = [
  ["s1", 15],
  ["s2", 15],
  ["a1", 20],
  ["a2", 35],
  ["unbalance", 8],
  ["birch1", 100],
];

/** All measurements on points. */
export const CELLS: readonly PointCell[] = [
  lettersCell(1, 7.9e5, "LSH 8.27e5, DPM 9.34e5, DP-Lloyd 1.09e6", wrong(0.75)),
  lettersCell(0.5, 9e5, "LSH 9.27e5, DPM 1.12e6, DP-Lloyd 1.25e6"),
  lettersCell(0.1, 1.6e6, "LSH 1.69e6, DPM 1.84e6, DP-Lloyd 1.81e6"),
  ...LSH_BY_K.map(([k, value]): PointCell => ({
    work: "letters",
    data: letters,
    epsilon: 1,
    delta: 1e-6,
    k,
    measure: "meanSquare",
    peers: `LSH ${value}`,
    aims: most("mean square, below Google LSH", "meanSquare", value),
  })),
  {
    work: "64 blobs",
    data: blobs,
    isDrawn: true,
    epsilon: 1,
    k: 64,
    measure: "inertia",
    peers: "DPM 2.33e7, LSH 1.09e8, DP-Lloyd 6.06e8",
    aims: both(most("inertia", "inertia", 2e7), wrong(0.008)),
  },
  ...FAST_LLOYD.flatMap(([name, k, tenth, one]) =>
    [[0.1, tenth] as const, [1, one] as const].map(([epsilon, value]): PointCell => ({
      work: name,
      data: setOf(name),
      epsilon,
      k,
      measure: "scaled",
      peers: `FastLloyd ${value}`,
      aims: most("scaled variance, below FastLloyd", "scaled", value),
    })),
  ),
  ...ARI_SETS.map(([name, k]): PointCell => ({
    work: name,
    data: setOf(name),
    epsilon: 1,
    k,
    measure: "ari",
    peers: "",
    aims: (ours, central, people) => [
      {
        name: "adjusted Rand index lost compared with central k-means, share",
        value: 1 - ours.ari.mean / Math.max(central.ari, PUBLISHED_ARI[name] ?? 0),
        most: lostOf(people),
        unit: "",
      },
    ],
  })),
];
