import { clusterOf, codewordOf, type FeatureRecord, featureRecord } from "@sedge/features";
import type { Codebook } from "@sedge/protocol";
import { type ClickSession, prefixesOf } from "./clickstream.ts";
import { buildCodebook, pointOf } from "./codebook-prior.ts";
import type { CodebookPlan } from "./point-codebook.ts";
import { kMeans, nearestOf } from "./k-means.ts";
import { adjustedRand, mutualInformation, spreadDistance } from "./partition.ts";
import { randomFrom } from "./random.ts";

/** How well a codebook does on visits it has not seen. */
export interface CodebookFigures {
  readonly leaves: number;
  readonly smallestLeaf: number;
  /** Distance of the clusters' shares between the training visits and the unseen ones, 0 to 1. */
  readonly spreadDistance: number;
  /** Adjusted Rand index, on unseen visits, of codebooks of two halves of the training visits. */
  readonly halvesAgree: number;
  /** Bits that the cluster after so many clicks says of how many more follow; beside plain k-means of as many clusters. */
  readonly information: readonly { readonly clicks: number; readonly codebook: number; readonly kMeans: number }[];
  /** Share of a training visit's variance that the clusters explain; beside plain k-means. */
  readonly explained: { readonly codebook: number; readonly kMeans: number };
}

/** People that a cell needs: the default k of a site. */
const MIN_PEOPLE = 50;

/** How many more clicks followed, in five classes of about equal size. */
function rest({ clicks }: ClickSession, after: number): string {
  const more = clicks.length - after;
  return String([1, 2, 4, 9].filter((limit) => more >= limit).length);
}

function recordAfter(session: ClickSession, clicks: number): FeatureRecord | undefined {
  const prefix = clicks === Infinity ? prefixesOf(session).at(-1) : prefixesOf(session, clicks)[clicks - 1];
  return prefix && featureRecord(prefix);
}

function clusterFor(codebook: Codebook, record: FeatureRecord): string {
  return clusterOf(codebook, codewordOf(codebook, record, MIN_PEOPLE))?.clusterId ?? "none";
}

/** Figures of a codebook that was built with `plan` from `training`, on `unseen`. */
export function codebookFigures(
  codebook: Codebook,
  plan: CodebookPlan,
  training: readonly ClickSession[],
  unseen: readonly ClickSession[],
): CodebookFigures {
  const whole = (sessions: readonly ClickSession[]) =>
    sessions.flatMap((session) => recordAfter(session, Infinity) ?? []);
  const [known, test] = [whole(training), whole(unseen)];
  const halves = [0, 1].map((half) =>
    buildCodebook(
      training.filter((_, index) => index % 2 === half),
      plan,
    ),
  );
  const [first = [], second = []] = halves.map((half) => test.map((record) => clusterFor(half, record)));
  const points = known.map((record) => ({ point: pointOf(plan.features, record), weight: 1 }));
  const plain = kMeans(points, codebook.clusters.length, randomFrom(plan.seed), 3);
  const parents = new Set(
    codebook.cells.filter(({ path }) => path).map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf(".")))),
  );
  const leaves = codebook.cells.filter(({ path }) => !parents.has(path));
  return {
    leaves: leaves.length,
    smallestLeaf: Math.min(...leaves.map(({ count }) => count)),
    spreadDistance: spreadDistance(
      known.map((record) => clusterFor(codebook, record)),
      test.map((record) => clusterFor(codebook, record)),
    ),
    halvesAgree: adjustedRand(first, second),
    information: [2, 3, 5, 8].map((clicks) => {
      const still = unseen.filter((session) => session.clicks.length >= clicks);
      const records = still.flatMap((session) => recordAfter(session, clicks) ?? []);
      const more = still.map((session) => rest(session, clicks));
      const byKMeans = records.map((record) => String(nearestOf(pointOf(plan.features, record), plain.centroids)[0]));
      return {
        clicks,
        codebook: mutualInformation(
          records.map((record) => clusterFor(codebook, record)),
          more,
        ),
        kMeans: mutualInformation(byKMeans, more),
      };
    }),
    explained: explainedBy(codebook, plan, known, plain.inertia),
  };
}

function explainedBy(codebook: Codebook, plan: CodebookPlan, records: readonly FeatureRecord[], plainInertia: number) {
  const root = codebook.cells.find(({ path }) => path === "")?.centroid ?? [];
  let [total, within] = [0, 0];
  for (const record of records) {
    const point = pointOf(plan.features, record);
    const own = codebook.clusters.find(({ id }) => id === clusterFor(codebook, record))?.centroid ?? root;
    total += nearestOf(point, [root])[1];
    within += nearestOf(point, [own])[1];
  }
  return { codebook: 1 - within / total, kMeans: 1 - plainInertia / total };
}
