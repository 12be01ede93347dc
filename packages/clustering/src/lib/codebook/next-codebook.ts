import { type Codebook, GenerationReport } from "@sedge/protocol";
import * as v from "valibot";
import { clusterCards, MOSTLY_SENSITIVE } from "../card/cluster-cards.ts";
import { driftBetween } from "../generation/drift.ts";
import { lineageOf } from "../generation/lineage.ts";
import { type CellEstimate, cellEstimates } from "./cell-estimate.ts";
import { describedCodebook, rounded } from "./described.ts";
import { explained, nearestIndex, squaredBetween } from "./geometry.ts";
import { type GrownLeaf, grownLeaves } from "./grown-leaves.ts";
import { measuredCells, ownersOf } from "./measurement-for.ts";
import type { NextCodebookOptions } from "./next-codebook-options.ts";
import type { RoundSums } from "./round-sums.ts";
import { stickyClusters } from "./leaf-clusters.ts";

/**
 * | reason | description |
 * |---|---|
 * | `too-few-people` | fewer than two cells' worth of people voted |
 * | `foreign-measurement` | the round did not measure this codebook |
 * | `implausible-sums` | the counts do not add up to the number of voters, beyond the noise |
 * | `worse-than-last` | its clusters separate people clearly worse than the last generation's |
 * | `sensitive-cluster` | a cluster would be defined mainly by features that the site marks as sensitive |
 * | `invalid-codebook` | the result is not a valid codebook |
 */
export type RefusalReason =
  | "too-few-people"
  | "foreign-measurement"
  | "implausible-sums"
  | "worse-than-last"
  | "sensitive-cluster"
  | "invalid-codebook";

export type NextCodebook =
  | { readonly result: "published"; readonly codebook: Codebook; readonly report: GenerationReport }
  | { readonly result: "refused"; readonly reason: RefusalReason; readonly detail: string };

/** A generation is refused below this share of what the last one's clusters explain. */
const QUALITY_FLOOR = 0.8;
/** Leaves stay where they are unless moving them takes so much off the squared distances, beside what chance and noise would. */
const WORTH_A_MOVE = 0.01;

/** Highest number of a cluster id in a codebook. */
export function highestIdIn({ clusters }: Codebook): number {
  return Math.max(0, ...clusters.map(({ id }) => Number(id.slice(1))));
}

/**
 * Makes the next generation from a codebook and a round's sums: a pure function of published figures, so it has no
 * privacy cost and anyone can repeat it. If nothing has moved, the tree stays and gets new counts. Refuses, with the
 * reason, implausible sums or a worse result; the last generation is then still served.
 */
export function nextCodebook(options: NextCodebookOptions): NextCodebook {
  const { codebook, round, last, minPeople } = options;
  const frontier = measuredCells(codebook, round.measurement);
  const owners = frontier && ownersOf(frontier, round.measurement.centres);
  if (!frontier || !owners) return refused("foreign-measurement", "the round asked about other cells");
  const objection = objectionTo(options);
  if (objection) return objection;

  const estimates = cellEstimates(round);
  const drift = last && isSameQuestion(round, last) ? driftBetween(countsOf(last), countsOf(round)) : undefined;
  const { leaves, hasGrown } = grownLeaves(frontier, estimates, owners, { minPeople, countStdDev: round.countStdDev });
  const hasMoved = drift?.significant === true || isWorthMoving(leaves, estimates, round.people);
  const places = leaves.map(({ mean, centre }) => (hasMoved ? mean : centre));
  const old = owners.map((owner) => frontier[owner]!.cluster);
  const heirs = estimates.map(({ mean }) => nearestIndex(mean, places));
  const clusters = stickyClusters(leaves, estimates, heirs, options);
  const masses = estimates.map(({ mean, count }) => ({ point: mean, weight: count }));
  const quality = {
    explained: explained(
      masses,
      heirs.map((leaf) => clusters.labels[leaf]),
    ),
    lastExplained: explained(masses, old),
  };
  // Density clusters are selected by shape; their separation was checked there.
  if (clusters.algorithm === "kmeans" && quality.explained < QUALITY_FLOOR * quality.lastExplained) {
    return refused(
      "worse-than-last",
      `explains ${rounded(quality.explained)}, the last ${rounded(quality.lastExplained)}`,
    );
  }

  const lineage = lineageOf(
    estimates.map(({ count }, cell) => ({ before: old[cell]!, after: clusters.labels[heirs[cell]!]!, people: count })),
    codebook.clusters.map(({ id }) => id),
    Math.max(...clusters.labels) + 1,
    Math.max(options.highestId, highestIdIn(codebook)),
  );
  const described = describedCodebook(
    codebook,
    codebook.generation + 1,
    leaves.map(({ path, count }, index) => ({
      path,
      centroid: places[index]!.map(rounded),
      count: Math.round(count),
      cluster: lineage.ids[clusters.labels[index]!]!,
    })),
  );
  if (!described.success) return refused("invalid-codebook", described.issues[0].message);
  const cards = clusterCards(described.output, {
    countStdDev: round.countStdDev,
    sensitiveFeatures: options.sensitiveFeatures ?? [],
    intents: options.intents,
  });
  const sensitive = cards.find(({ sensitiveShare }) => sensitiveShare >= MOSTLY_SENSITIVE);
  if (sensitive)
    return refused("sensitive-cluster", `${sensitive.id}: ${sensitive.sensitiveShare} of what sets it apart`);
  const report = v.safeParse(GenerationReport, {
    generation: described.output.generation,
    people: round.people,
    countStdDev: round.countStdDev,
    algorithm: clusters.algorithm,
    cards,
    changes: lineage.changes,
    drift: drift ?? null,
    quality,
    highestId: lineage.highestId,
    next: hasGrown || hasMoved ? "explore" : "watch",
    openNext: drift?.significant ?? false,
  });
  if (!report.success) return refused("invalid-codebook", report.issues[0].message);
  return { result: "published", codebook: described.output, report: report.output };
}

function refused(reason: RefusalReason, detail: string): NextCodebook {
  return { result: "refused", reason, detail };
}

/** Deviations of noise beyond which a sum of counts cannot be right. */
const IMPLAUSIBLE = 5;
/** A dummy vote is counted but is in no cell. A round with more than this share of them is not plausible. */
const MOST_EMPTY = 0.5;

function objectionTo({ round, minPeople }: NextCodebookOptions): NextCodebook | undefined {
  const { people, countStdDev, sumStdDev } = round;
  const figures = [people, countStdDev, sumStdDev, ...Array.from(round.counts), ...Array.from(round.sums)];
  if (!figures.every((figure) => Number.isFinite(figure))) return refused("implausible-sums", "not all are numbers");
  if (people < 2 * minPeople) return refused("too-few-people", `${people} voted, cells have ${minPeople} or more`);
  const counted = Array.from(round.counts).reduce((sum, count) => sum + count, 0);
  const slack = IMPLAUSIBLE * countStdDev * Math.sqrt(round.counts.length) + 1;
  if (counted > people + slack || counted < MOST_EMPTY * people - slack) {
    return refused("implausible-sums", `${Math.round(counted)} in cells of ${people} who voted`);
  }
  return undefined;
}

function isSameQuestion(a: RoundSums, b: RoundSums): boolean {
  return JSON.stringify(a.measurement.centres) === JSON.stringify(b.measurement.centres);
}

function countsOf({ counts, people, countStdDev }: RoundSums) {
  return { counts: Array.from(counts), people, stdDev: countStdDev };
}

/**
 * Whether people's means are farther from the leaves' centres than chance (one squared deviation per leaf) and noise
 * explain.
 */
function isWorthMoving(leaves: readonly GrownLeaf[], estimates: readonly CellEstimate[], people: number): boolean {
  const gain = leaves.reduce((sum, { centre, mean, count }) => sum + count * squaredBetween(centre, mean), 0);
  const known = leaves.reduce((sum, { count, spread }) => sum + count * (spread ?? 0), 0);
  const noise = estimates.reduce((sum, { count, variance }) => sum + count * variance, 0);
  return gain > noise + (WORTH_A_MOVE + (2 * leaves.length) / people) * (known + gain);
}
