import type { Assignment, Cell, Channel, Cluster, Codebook, Codeword } from "@sedge/protocol";
import { levelOf, cellOf, clusterOf, confidenceOf } from "./cell-tree.ts";
import { nearest } from "./distance.ts";
import { channelsIn } from "./profile/profile-codebook.ts";
import { profilePoint } from "./profile/profile-space.ts";
import { describedChannels } from "./profile/described-channels.ts";

/** One channel's latest codeword. */
export interface Observation {
  readonly channel: Channel;
  readonly codeword: Codeword;
}

interface Sighting extends Observation {
  readonly cell: Cell;
  /**
   * Steps below the root. A codeword that k cut back to the root says nothing, and moves nothing; one that is a step
   * deeper says more of the person than its parent, and weighs more.
   */
  readonly weight: number;
}

/**
 * One cluster for a person met on several channels: the cluster nearest to the person's point. In a space of several channels
 * (`profile.v1`) that has each channel's own coordinates of its cell, and says of the others that they are absent; in a space
 * of visits it is the weighted mean of the cells' centroids (weight: the cell's depth). Where only one cell weighs
 * anything, its own cluster, as `clusterOf`.
 * Confidence: the weighted mean share, 0 to 1 and never 1, of each cell's people who belong to the chosen cluster.
 * Codewords of another generation or of unknown cells are left out; undefined if none remains.
 */
export function fuse(codebook: Codebook, observations: readonly Observation[]): Assignment | undefined {
  const sightings = observations.flatMap(({ channel, codeword }): Sighting[] => {
    const cell = cellOf(codebook, codeword);
    return cell ? [{ channel, codeword, cell, weight: levelOf(cell) }] : [];
  });
  const channels = sightings.map(({ channel }) => channel);
  const informative = sightings.filter(({ weight }) => weight > 0);
  const [only, another] = informative.length > 0 ? informative : sightings.slice(0, 1);
  if (!only) return undefined;
  if (!another) {
    const found = clusterOf(codebook, only.codeword);
    return found && { ...found, channels };
  }
  const cluster = nearest<Cluster>(codebook.clusters, personOf(codebook, informative));
  if (!cluster) return undefined;
  const weight = informative.reduce((sum, sighting) => sum + sighting.weight, 0);
  const belonging = informative.reduce((sum, { cell, weight }) => sum + weight * shareOf(codebook, cell, cluster), 0);
  return {
    clusterId: cluster.id,
    clusterName: cluster.name,
    generation: codebook.generation,
    level: Math.max(...informative.map(({ cell }) => levelOf(cell))),
    confidence: belonging / weight,
    channels,
  };
}

function personOf(codebook: Codebook, sightings: readonly Sighting[]): number[] {
  const channels = channelsIn(codebook);
  const described = describedChannels(codebook, sightings);
  return channels && described ? profilePoint(channels, described) : meanOf(sightings);
}

function meanOf(sightings: readonly Sighting[]): number[] {
  const total = sightings.reduce((sum, { weight }) => sum + weight, 0);
  const width = sightings[0]?.cell.centroid.length ?? 0;
  return Array.from({ length: width }, (_, index) =>
    sightings.reduce((sum, { cell, weight }) => sum + (weight / total) * (cell.centroid[index] ?? 0), 0),
  );
}

/** Share of a cell's people who belong to the cluster: as the cell states it, else by the leaves below the cell. */
function shareOf(codebook: Codebook, cell: Cell, cluster: Cluster): number {
  if (cell.cluster === cluster.id) return confidenceOf(cell.confidence, cell);
  const below = codebook.cells.filter(({ path }) => path.startsWith(`${cell.path}.`));
  const parents = new Set(below.map(({ path }) => path.slice(0, path.lastIndexOf("."))));
  const leaves = below.filter(({ path }) => !parents.has(path));
  const people = leaves.reduce((sum, { count }) => sum + count, 0);
  const members = leaves.filter((leaf) => leaf.cluster === cluster.id).reduce((sum, { count }) => sum + count, 0);
  return people === 0 ? 0 : confidenceOf(members / people, cell);
}
