import { adjustedRandIndex, majorityAccuracy } from "@sedge/clustering/evaluation";
import { assign, type Centres, kMeans, type PointSet } from "@sedge/clustering/k-means";
import { learnClusters } from "@sedge/cli/learner";
import { noiseSources, sumsPanel } from "@sedge/cli/cluster-panels";
import { randomFrom } from "@sedge/models/random";
import { rhoOf } from "@sedge/privacy/accountant";
import { meanAndDeviation } from "../behaviour/mean-and-deviation.ts";
import type { PointData } from "./point-data.ts";
import { scaledVariance } from "./scaled-variance.ts";

/** One measure over all seeds. */
export type Spread = ReturnType<typeof meanAndDeviation>;

/** How good centres are for points. */
export interface Quality {
  readonly inertia: number;
  /** Inertia a point. */
  readonly meanSquare: number;
  readonly ari: number;
  readonly accuracy: number;
  /** See `scaledVariance`. */
  readonly scaled: number;
}

/** What was learnt over all seeds, and how good. */
export interface LearntQuality {
  readonly rounds: number;
  readonly seconds: number;
  readonly quality: { readonly [Name in keyof Quality]: Spread };
}

/** How good centres are. */
export function qualityOf(points: PointSet, truth: Int32Array, centres: Centres): Quality {
  const { labels, inertia } = assign(points, centres);
  return {
    inertia,
    meanSquare: inertia / truth.length,
    ari: adjustedRandIndex(labels, truth),
    accuracy: majorityAccuracy(labels, truth),
    scaled: scaledVariance(points, centres),
  };
}

const RESTARTS = 5;

/** k-means that sees every point. */
export function centralQuality({ points, truth }: PointData, k: number): Quality {
  return qualityOf(points, truth, kMeans(points, k, randomFrom(1), { restarts: RESTARTS }).centres);
}

export interface Budget {
  readonly k: number;
  readonly epsilon: number;
  readonly delta: number;
  /** Operators whose noise is in what is opened: 2 of ours, 1 of a curator whom everybody has to trust. 2 where not given. */
  readonly noises?: 1 | 2;
}

/** Learns from points, once a seed. `dataOf`: the points of a seed. */
export async function learntQuality(
  dataOf: (seed: number) => PointData,
  { k, epsilon, delta, noises = 2 }: Budget,
  seeds: number,
): Promise<LearntQuality> {
  const all: Quality[] = [];
  let rounds = 0;
  const start = performance.now();
  // ε counts one noise. Two of rounds that cost twice as much are together as strong as one alone.
  const rho = rhoOf(epsilon, delta) * (2 / noises);
  for (let seed = 1; seed <= seeds; seed++) {
    const { points, truth, box } = dataOf(seed);
    const learnt = await learnClusters(sumsPanel(points, noiseSources(seed)), {
      k,
      rho,
      box,
      features: box.lower.map((_, i) => `x${i + 1}`),
      random: randomFrom(seed),
    });
    rounds = learnt.rounds.length;
    all.push(qualityOf(points, truth, learnt.centres));
  }
  const over = (name: keyof Quality) => meanAndDeviation(all.map((quality) => quality[name]));
  return {
    rounds,
    seconds: (performance.now() - start) / 1_000 / seeds,
    quality: {
      inertia: over("inertia"),
      meanSquare: over("meanSquare"),
      ari: over("ari"),
      accuracy: over("accuracy"),
      scaled: over("scaled"),
    },
  };
}
