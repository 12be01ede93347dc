import * as v from "valibot";
import { channelsIn, PRESENCE, profileFeatures } from "@sedge/features/profile";
import { ClusterCard, type ClusterDifference, type Codebook } from "@sedge/protocol";
import { leavesOf } from "../codebook/cell-path.ts";
import { centreOf, type Mass, type Point, squaredBetween } from "../codebook/geometry.ts";
import { expectedIntents, type IntentModel } from "./expected-intents.ts";
import { square } from "../arithmetic/portable.ts";

/** A feature's contribution to a cluster's distance from everyone else: the square of the difference in deviations. */
interface Apartness {
  readonly feature: string;
  readonly deviations: number;
}

/** A cluster is defined mainly by sensitive features if this share or more of what sets it apart is due to them. */
export const MOSTLY_SENSITIVE = 0.5;

/** Share of what sets a cluster apart that is due to the features named, 0 to 1; 0 where nothing sets it apart. */
export function sensitiveShare(differences: readonly Apartness[], sensitive: readonly string[]): number {
  const squares = (list: readonly Apartness[]) => list.reduce((sum, { deviations }) => sum + square(deviations), 0);
  const all = squares(differences);
  return all > 0 ? squares(differences.filter(({ feature }) => sensitive.includes(feature))) / all : 0;
}

export interface CardFacts {
  /** Standard deviation of the noise in each published count, in people. */
  readonly countStdDev: number;
  /** Model of a visit's next step, for the cards; without it cards have no intents. */
  readonly intents?: IntentModel | undefined;
  /** Features of which none may mainly define a cluster. */
  readonly sensitiveFeatures?: readonly string[];
}

/** Most differences that the text of a card names. */
const NAMED_DIFFERENCES = 3;
/** A difference below this many deviations is not worth a word. */
const TELLING_DEVIATIONS = 0.25;

/** The card of each cluster of a codebook, in its order. All from what is published: it costs no privacy. */
export function clusterCards(codebook: Codebook, facts: CardFacts): ClusterCard[] {
  const leaves = leavesOf(codebook);
  const people = leaves.reduce((sum, { count }) => sum + count, 0);
  const all = leaves.map(massOf);
  const mean = centreOf(all);
  const deviations = deviationsOf(all, mean);
  return codebook.clusters.map((cluster) => {
    const own = leaves.filter((leaf) => leaf.cluster === cluster.id);
    const elsewhere = leaves.filter((leaf) => leaf.cluster !== cluster.id).map(massOf);
    const other = elsewhere.length > 0 ? centreOf(elsewhere) : mean;
    const differences = codebook.features
      .map((feature, i): ClusterDifference => {
        const difference = cluster.centroid[i]! - other[i]!;
        return {
          feature,
          mean: rounded(cluster.centroid[i]!),
          elsewhere: rounded(other[i]!),
          deviations: deviations[i]! > 0 ? rounded(difference / deviations[i]!) : 0,
        };
      })
      .toSorted((a, b) => Math.abs(b.deviations) - Math.abs(a.deviations));
    const step = Math.max(1, Math.round(2 * facts.countStdDev * Math.sqrt(Math.max(1, own.length))));
    const share = people > 0 ? cluster.count / people : 0;
    const channels = channelsOf(codebook, cluster.centroid);
    const intents = facts.intents && expectedIntents(facts.intents, codebook, own);
    return v.parse(ClusterCard, {
      id: cluster.id,
      name: cluster.name,
      size: Math.max(0, Math.round(cluster.count / step) * step),
      sizeStep: step,
      share: rounded(Math.min(1, share)),
      centroid: codebook.features.map((feature, i) => ({ feature, mean: rounded(cluster.centroid[i]!) })),
      differences,
      text: textOf(share, differences),
      confidence: rounded(
        clarityOf(
          own.map(massOf),
          cluster.centroid,
          codebook.clusters.filter(({ id }) => id !== cluster.id),
        ),
      ),
      ...(channels && { channels }),
      ...(intents && { intents: intents.map(({ code, share }) => ({ code, share: rounded(share) })) }),
      sensitiveShare: rounded(sensitiveShare(differences, facts.sensitiveFeatures ?? [])),
    });
  });
}

/** Which channels have met the people of a cluster: the means of their flags, where the space has any. */
function channelsOf(codebook: Codebook, centroid: Point): ClusterCard["channels"] {
  return channelsIn(codebook)?.map((one) => {
    const flag = codebook.features.indexOf(profileFeatures([one])[0] ?? "");
    return { channel: one.channel, share: rounded(Math.min(1, Math.max(0, (centroid[flag] ?? 0) / PRESENCE))) };
  });
}

function massOf({ centroid, count }: { readonly centroid: Point; readonly count: number }): Mass {
  return { point: centroid, weight: count };
}

function deviationsOf(masses: readonly Mass[], mean: Point): number[] {
  const total = masses.reduce((sum, { weight }) => sum + weight, 0);
  return mean.map((centre, i) =>
    total > 0
      ? Math.sqrt(masses.reduce((sum, { point, weight }) => sum + weight * square(point[i]! - centre), 0) / total)
      : 0,
  );
}

/** One less the mean ratio of a cell's distance to its cluster and to the next one: a simplified silhouette, at least 0. */
function clarityOf(cells: readonly Mass[], centroid: Point, others: readonly { readonly centroid: Point }[]): number {
  const total = cells.reduce((sum, { weight }) => sum + weight, 0);
  if (others.length === 0 || !(total > 0)) return others.length === 0 ? 1 : 0;
  const clarity = cells.reduce((sum, { point, weight }) => {
    const own = Math.sqrt(squaredBetween(point, centroid));
    const next = Math.sqrt(Math.min(...others.map((other) => squaredBetween(point, other.centroid))));
    const widest = Math.max(own, next);
    return sum + (weight / total) * (widest > 0 ? (next - own) / widest : 0);
  }, 0);
  return Math.max(0, clarity);
}

function textOf(share: number, differences: readonly ClusterDifference[]): string {
  const about = `About ${Math.round(share * 100)} % of the people.`;
  const strongest = differences
    .filter(({ deviations }) => Math.abs(deviations) >= TELLING_DEVIATIONS)
    .slice(0, NAMED_DIFFERENCES);
  if (strongest.length === 0) return `${about} Much like everybody else.`;
  const words = strongest.map(({ feature, mean, elsewhere, deviations }) => {
    const degree = Math.abs(deviations) >= 1 ? "far " : "";
    return `${degree}${deviations > 0 ? "more" : "less"} ${feature} (${mean} against ${elsewhere})`;
  });
  return `${about} Beside the others: ${words.join(", ")}.`;
}

function rounded(x: number): number {
  return Math.round(x * 10_000) / 10_000;
}
