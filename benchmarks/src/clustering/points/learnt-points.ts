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

/** Measures of centres for points. */
export interface Quality {
  readonly inertia: number;
  /** Inertia per point. */
  readonly meanSquare: number;
  readonly ari: number;
  readonly accuracy: number;
  /** See `scaledVariance`. */
  readonly scaled: number;
}

/** The measures over all seeds. */
export interface LearntQuality {
  readonly rounds: number;
  readonly seconds: number;
  readonly quality: { readonly [Name in keyof Quality]: Spread };
}

/** Measures centres. */
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

/** Central k-means, which sees every point. */
export function centralQuality({ points, truth }: PointData, k: number): Quality {
  return qualityOf(points, truth, kMeans(points, k, randomFrom(1), { restarts: RESTARTS }).centres);
}

export interface Budget {
  readonly k: number;
  readonly epsilon: number;
  readonly delta: number;
  /** Number of operators that add noise: 2 as in Sedge, or 1 as with a trusted curator. Default: 2. */
  readonly noises?: 1 | 2;
}

/** Learns from points, once per seed. `dataOf`: the points of a seed. */
export async function learntQuality(
  dataOf: (seed: number) => PointData,
  { k, epsilon, delta, noises = 2 }: Budget,
  seeds: number,
): Promise<LearntQuality> {
  const all: Quality[] = [];
  let rounds = 0;
  const start = performance.now();
  // ε counts one operator's noise. The noise of two operators in a round of twice the cost equals that of one.
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
