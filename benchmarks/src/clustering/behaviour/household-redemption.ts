import { type ChannelFeatures, type KnownChannels, profileFeatures, profilePoint } from "@sedge/features/profile";
import type { Channel } from "@sedge/protocol";
import { auc } from "@sedge/models/auc";
import { type Random, randomFrom, shuffled } from "@sedge/models/random";
import { rhoOf } from "@sedge/privacy/accountant";
import { centralClusters } from "./central-clusters.ts";
import { HOUSEHOLD_CHANNELS, type Household, households } from "./households.ts";
import { idFinder } from "./id-finder.ts";
import { learntGenerations } from "./learnt-generations.ts";
import { meanAndDeviation } from "./mean-and-deviation.ts";
import { neutralCodebook } from "./neutral-codebook.ts";
import { SHIPPED_CHANNELS, shippedHouseholds } from "./shipped-households.ts";

/** One way of making clusters of households, and how well their ids foretell who uses a coupon. */
export interface RedemptionRow {
  readonly way: string;
  /** The way that sees all channels by the same features. */
  readonly fused: string;
  /** The one channel that it sees, if it is one. */
  readonly only: Channel | null;
  /** What the private loop spent in all; Infinity of central k-means. */
  readonly epsilon: number;
  /** Area under the ROC curve on households that taught nothing, over the splits. */
  readonly auc: { readonly mean: number; readonly deviation: number };
  /** The fused cluster's AUC less this one's in the same splits, and its standard error. */
  readonly behindFused: { readonly mean: number; readonly error: number };
}

const CLUSTERS = 24;
const CELLS = 64;
const ROUNDS = 2;
const EPSILONS = [Infinity, 4, 1] as const;
const DELTA = 1e-5;
const MIN_PEOPLE = 50;
/** Share of households that clusters and rates are learnt from. */
const TRAINED = 2 / 3;

/** Features of some channels, and what they are of a household. */
interface Sight {
  /** Name of the way that sees all of the channels. */
  readonly fused: string;
  readonly channels: readonly ChannelFeatures[];
  readonly known: (household: Household) => KnownChannels;
}

/** A way of seeing a household; `only`: the one channel that it sees. */
interface Way {
  readonly way: string;
  readonly only: Channel | null;
  readonly sight: Sight;
  readonly features: readonly string[];
  readonly pointOf: (household: Household) => number[];
}

/** All channels together, or one; by the data's own features, and by those that Sedge ships. */
function ways(shipped: ReadonlyMap<string, KnownChannels>): Way[] {
  const own: Sight = { fused: "fused", channels: HOUSEHOLD_CHANNELS, known: ({ known }) => known };
  const ours: Sight = {
    fused: "fused, shipped features",
    channels: SHIPPED_CHANNELS,
    known: ({ id }) => shipped.get(id) ?? {},
  };
  const fused = wayOf(own.fused, own);
  const middles = HOUSEHOLD_CHANNELS.map((one) => ({
    ...one,
    features: one.features.map(({ name }) => ({ name, absent: 0.5 })),
  }));
  const isFlag = (name: string) => name.endsWith("Present");
  return [
    fused,
    ...HOUSEHOLD_CHANNELS.map((one) => wayOf(`${one.channel} alone`, own, [one])),
    wayOf("fused, the absent in the middle", own, middles),
    {
      ...fused,
      way: "fused, no flags",
      features: fused.features.filter((name) => !isFlag(name)),
      pointOf: (household) => fused.pointOf(household).filter((_, i) => !isFlag(fused.features[i]!)),
    },
    wayOf(ours.fused, ours),
    ...SHIPPED_CHANNELS.map((one) => wayOf(`${one.channel}, shipped features`, ours, [one])),
  ];
}

function wayOf(way: string, sight: Sight, channels = sight.channels): Way {
  const pointOf = (household: Household) => profilePoint(channels, sight.known(household));
  const [first, second] = channels;
  const only = first && !second ? first.channel : null;
  return { way, only, sight, features: profileFeatures(channels), pointOf };
}

/**
 * Coupon redemption in the second half of the year foretold from a household's cluster by the first half: clusters and
 * each cluster's rate from two thirds of the households, AUC on the others, repeated. Learnt by central k-means, and by two
 * rounds of the site's loop with ε for both together, from cells that know nobody. Undefined without the data.
 */
export function householdRedemption(
  splits: number,
  report: (line: string) => void = () => undefined,
): RedemptionRow[] | undefined {
  const [all, shipped] = [households(), shippedHouseholds()];
  if (!all || !shipped) return undefined;
  const measured = EPSILONS.flatMap((epsilon) =>
    ways(shipped).map(({ way, only, sight, features, pointOf }) => {
      const aucs = Array.from({ length: splits }, (_, split) => {
        const random = randomFrom(split + 1);
        const mixed = shuffled(all, random);
        const border = Math.round(all.length * TRAINED);
        const [known, unseen] = [mixed.slice(0, border), mixed.slice(border)];
        const points = known.map(pointOf);
        const clusterOf =
          epsilon === Infinity
            ? centralClusters(points, CLUSTERS, random)
            : privateClusters(points, { sight, features, epsilon }, random);
        const rates = ratesBy(known, (household) => clusterOf(pointOf(household)));
        return auc(
          unseen.map((household) => rates(clusterOf(pointOf(household)))),
          unseen.map(({ redeems }) => redeems),
        );
      });
      report(
        `ε ${epsilon}, ${way}: ${meanAndDeviation(aucs).mean.toFixed(4)} ± ${meanAndDeviation(aucs).deviation.toFixed(4)}`,
      );
      return { way, only, fused: sight.fused, epsilon, aucs };
    }),
  );
  return measured.map(({ way, only, fused, epsilon, aucs }) => {
    const best = measured.find((one) => one.epsilon === epsilon && one.way === fused)?.aucs ?? aucs;
    const { mean, deviation } = meanAndDeviation(best.map((value, split) => value - aucs[split]!));
    // Splits share households: the corrected error of Nadeau and Bengio (2003).
    const error = deviation * Math.sqrt(1 / splits + (1 - TRAINED) / TRAINED);
    return { way, fused, only, epsilon, auc: meanAndDeviation(aucs), behindFused: { mean, error } };
  });
}

function privateClusters(
  points: readonly (readonly number[])[],
  { sight, features, epsilon }: Pick<Way, "sight" | "features"> & { readonly epsilon: number },
  random: Random,
) {
  const first = neutralCodebook(nobodies(sight.channels, features), {
    featureSchema: "profile.v1",
    features,
    cells: CELLS,
    clusters: CLUSTERS,
  });
  const rho = rhoOf(epsilon, DELTA) / ROUNDS;
  const rounds = Array.from({ length: ROUNDS }, () => points);
  const last = learntGenerations(first, rounds, { rho, minPeople: MIN_PEOPLE, clusters: CLUSTERS }, random).at(-1)!;
  return idFinder(last.codebook, MIN_PEOPLE);
}

/** Points that stand for no household: each channel is absent or anywhere, by the toss of a coin. */
function nobodies(channels: readonly ChannelFeatures[], features: readonly string[]): number[][] {
  const random = randomFrom(5);
  return Array.from({ length: 2_000 }, () => {
    const known = channels.flatMap(({ channel, features: own }) =>
      random() < 0.5 ? [] : [[channel, own.map(() => random())] as const],
    );
    const point = profilePoint(channels, Object.fromEntries(known));
    return profileFeatures(channels).flatMap((name, i) => (features.includes(name) ? [point[i]!] : []));
  });
}

/** Share of redeemers by cluster, drawn to the share of all as if two more households were like everybody. */
function ratesBy(
  known: readonly Household[],
  clusterOf: (household: Household) => string,
): (cluster: string) => number {
  const all = known.filter(({ redeems }) => redeems).length / known.length;
  const tallies = new Map<string, { people: number; redeemers: number }>();
  for (const household of known) {
    const name = clusterOf(household);
    const tally = tallies.get(name) ?? { people: 0, redeemers: 0 };
    tallies.set(name, { people: tally.people + 1, redeemers: tally.redeemers + (household.redeems ? 1 : 0) });
  }
  return (cluster) => {
    const { people, redeemers } = tallies.get(cluster) ?? { people: 0, redeemers: 0 };
    return (redeemers + 2 * all) / (people + 2);
  };
}
