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

/** A way to cluster households, and how well the cluster predicts coupon use. */
export interface RedemptionRow {
  readonly way: string;
  /** The way that uses all channels with the same features. */
  readonly fused: string;
  /** The channel that it uses, if it is only one. */
  readonly only: Channel | null;
  /** The total ε of the private loop; Infinity for central k-means. */
  readonly epsilon: number;
  /** Area under the ROC curve on held-out households, over the splits. */
  readonly auc: { readonly mean: number; readonly deviation: number };
  /** The fused cluster's AUC minus this one's in the same splits, and its standard error. */
  readonly behindFused: { readonly mean: number; readonly error: number };
}

const CLUSTERS = 24;
const CELLS = 64;
const ROUNDS = 2;
const EPSILONS = [Infinity, 4, 1] as const;
const DELTA = 1e-5;
const MIN_PEOPLE = 50;
/** Share of households in the training set. */
const TRAINED = 2 / 3;

/** Features of some channels, and their values for a household. */
interface Sight {
  /** Name of the way that uses all channels. */
  readonly fused: string;
  readonly channels: readonly ChannelFeatures[];
  readonly known: (household: Household) => KnownChannels;
}

/** A feature set for households. `only`: its channel, if it uses only one. */
interface Way {
  readonly way: string;
  readonly only: Channel | null;
  readonly sight: Sight;
  readonly features: readonly string[];
  readonly pointOf: (household: Household) => number[];
}

/** All channels or one channel, with the data's own features and with those that Sedge ships. */
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
    wayOf("fused, absent channels in the middle", own, middles),
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
 * Predicts coupon redemption in the second half of the year from a household's cluster in the first half: clusters and their
 * rates are learnt from two thirds of the households, and the AUC is measured on the others, repeatedly. Learnt with central
 * k-means and with two rounds of the site's loop, ε for both together, starting with cells that use no data. Undefined without
 * the data.
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

/** Random points that belong to no household: each channel is absent or uniform with equal probability. */
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

/** Share of redeemers per cluster, smoothed towards the overall share with the weight of two households. */
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
