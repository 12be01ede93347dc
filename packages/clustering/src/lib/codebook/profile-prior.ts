import {
  channelsIn,
  CHANNEL_FEATURES,
  type ChannelFeatures,
  ownCoordinates,
  PROFILE_SCHEMA,
  profileFeatures,
  profilePoint,
} from "@sedge/features/profile";
import { type Channel, Codebook } from "@sedge/protocol";
import * as v from "valibot";

/** Prior knowledge of one channel's people, before the site's first round. */
interface ChannelPrior {
  readonly channel: Channel;
  readonly codebook: Codebook;
  /** The channel's own coordinates of a centroid of that codebook. */
  readonly ownOf: (centroid: readonly number[]) => readonly number[] | undefined;
}

/** The part of the tree below one child of the root; its first cell is that child. */
interface Branch {
  readonly cells: readonly {
    readonly path: string;
    readonly centroid: readonly number[];
    readonly count: number;
    readonly cluster: string;
    readonly confidence: number;
  }[];
  readonly clusters: readonly object[];
}

/**
 * The first codebook of a site with several channels: one branch of the root per channel, with the cells of the
 * channel's own prior, whose people no other channel has met. A channel without a prior has a branch of one empty cell,
 * which is not served until a round has counted people in it. The prior of visits keeps its cluster IDs, so that `link`
 * does not change a visitor's cluster. Nothing is known of people whom two channels have met; rounds learn that.
 *
 * @param visits - The prior of visits alone, over the features of `web`.
 * @param others - Priors in a `profile.v1` space of one channel each; those of channels that the site lacks are
 *   ignored.
 * @param channels - The site's channels. Throws RangeError without the web, or if a prior has other features.
 */
export function profilePrior(visits: Codebook, others: readonly Codebook[], channels: readonly Channel[]): Codebook {
  const space = CHANNEL_FEATURES.filter(({ channel }) => channels.includes(channel));
  const priors = [ofVisits(visits, space), ...others.map(ofOneChannel)];
  const branches: Branch[] = [];
  for (const [index, { channel, features }] of space.entries()) {
    const prior = priors.find((one) => one.channel === channel);
    const firstId = 1 + branches.reduce((sum, { clusters }) => sum + clusters.length, 0);
    const unmet = features.map(({ absent }) => absent);
    const branch = prior
      ? branchOf(prior, index, firstId, (own) => profilePoint(space, { [channel]: own }))
      : emptyBranch(`met by ${channel}`, index, firstId, profilePoint(space, { [channel]: unmet }));
    branches.push(branch);
  }
  return v.parse(Codebook, {
    generation: 0,
    source: "prior",
    featureSchema: PROFILE_SCHEMA,
    features: profileFeatures(space),
    cells: [rootOf(branches.flatMap(({ cells }) => cells.slice(0, 1))), ...branches.flatMap(({ cells }) => cells)],
    clusters: branches.flatMap(({ clusters }) => clusters),
  });
}

function ofVisits(codebook: Codebook, [web]: readonly ChannelFeatures[]): ChannelPrior {
  if (web?.channel !== "web" || web.features.map(({ name }) => name).join() !== codebook.features.join()) {
    throw new RangeError("a prior of several channels begins with that of visits, over the web's features");
  }
  return { channel: "web", codebook, ownOf: (centroid) => centroid };
}

function ofOneChannel(codebook: Codebook): ChannelPrior {
  const channels = channelsIn(codebook) ?? [];
  const [only, another] = channels;
  if (!only || another) throw new RangeError("a channel's prior is over one channel's features");
  return { channel: only.channel, codebook, ownOf: (centroid) => ownCoordinates(channels, only.channel, centroid) };
}

function branchOf(
  { codebook, ownOf }: ChannelPrior,
  index: number,
  firstId: number,
  pointOf: (own: readonly number[]) => number[],
): Branch {
  const ids = new Map<string, string>(codebook.clusters.map(({ id }, at) => [id, `c${firstId + at}`]));
  const idOf = (id: string) => ids.get(id) ?? "";
  const placed = (centroid: readonly number[]) => pointOf(ownOf(centroid) ?? []);
  return {
    cells: codebook.cells.map((cell) => ({
      ...cell,
      path: cell.path === "" ? `${index}` : `${index}.${cell.path}`,
      centroid: placed(cell.centroid),
      cluster: idOf(cell.cluster),
    })),
    clusters: codebook.clusters.map((cluster) => ({
      ...cluster,
      id: idOf(cluster.id),
      centroid: placed(cluster.centroid),
    })),
  };
}

function emptyBranch(name: string, index: number, firstId: number, centroid: number[]): Branch {
  const cluster = `c${firstId}`;
  return {
    cells: [{ path: `${index}`, centroid, count: 0, cluster, confidence: 1 }],
    clusters: [{ id: cluster, name, centroid, count: 0 }],
  };
}

/** Everyone: the mean of the branches by people, in the cluster that contains most. */
function rootOf(tops: Branch["cells"]) {
  const count = tops.reduce((sum, top) => sum + top.count, 0);
  const shareOf = (top: Branch["cells"][number]) => (top.count / count) * top.confidence;
  const most = tops.reduce((best, top) => (shareOf(top) > shareOf(best) ? top : best));
  const centroid = most.centroid.map((_, i) =>
    rounded(tops.reduce((sum, top) => sum + (top.count / count) * (top.centroid[i] ?? 0), 0)),
  );
  return { path: "", centroid, count, cluster: most.cluster, confidence: rounded(shareOf(most)) };
}

function rounded(x: number): number {
  return Math.round(x * 10_000) / 10_000;
}
