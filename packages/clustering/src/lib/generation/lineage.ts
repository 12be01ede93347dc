import { type ClusterChanges, ClusterId } from "@sedge/protocol";
import * as v from "valibot";
import { optimalMatching } from "./optimal-matching.ts";

/** People who were in one cluster and are now in another, counted by the cells that they share. */
export interface Flow {
  /** The cluster id of the last generation. */
  readonly before: ClusterId;
  /** Number of the new cluster, from 0. */
  readonly after: number;
  readonly people: number;
}

/** For the ID to continue, the share of either cluster's people that must be common. */
const SAME_SHARE = 0.25;
/** A cluster came out of another, or went into it, if this share of its people did. */
const MOST = 0.5;

export interface Lineage {
  /** Id of each new cluster. */
  readonly ids: readonly ClusterId[];
  readonly changes: ClusterChanges;
  /** Highest number in use or ever used. */
  readonly highestId: number;
}

/**
 * Names new clusters after old ones: the one-to-one matching that keeps most people under the id that they had. A pair
 * with less than a quarter of its people in common is not the same cluster, and a cluster without a partner gets the
 * number after `highestId`, so that no id is used twice.
 */
export function lineageOf(
  flows: readonly Flow[],
  before: readonly ClusterId[],
  after: number,
  highestId: number,
): Lineage {
  const table = before.map(() => Array.from({ length: after }, () => 0));
  for (const flow of flows) {
    const row = table[before.indexOf(flow.before)];
    if (row) row[flow.after]! += flow.people;
  }
  const olds = table.map((row) => row.reduce((sum, people) => sum + people, 0));
  const news = Array.from({ length: after }, (_, column) => table.reduce((sum, row) => sum + row[column]!, 0));
  const newOf = optimalMatching(table).map((column, row) => {
    if (column === undefined) return undefined;
    const common = table[row]![column]!;
    return common > 0 && common >= SAME_SHARE * (olds[row]! + news[column]! - common) ? column : undefined;
  });
  let highest = Math.max(highestId, ...before.map((id) => Number(id.slice(1))));
  const oldOf = news.map((_, column) => before[newOf.indexOf(column)]);
  const ids = oldOf.map((id) => id ?? v.parse(ClusterId, `c${(highest += 1)}`));
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0);
  const splits = before.map((from, row) => ({
    from,
    into: ids.filter((_, column) => share(table[row]![column]!, news[column]!) > MOST),
  }));
  const merges = ids.map((into, column) => ({
    from: before.filter((_, row) => share(table[row]![column]!, olds[row]!) > MOST),
    into,
  }));
  const stayed = newOf.reduce<number>((sum, column, row) => sum + (column === undefined ? 0 : table[row]![column]!), 0);
  const total = olds.reduce((sum, people) => sum + people, 0);
  return {
    ids,
    changes: {
      kept: before.filter((_, row) => newOf[row] !== undefined),
      births: ids.filter((_, column) => oldOf[column] === undefined),
      deaths: before.filter((_, row) => newOf[row] === undefined),
      splits: splits.filter(({ into }) => into.length > 1),
      merges: merges.filter(({ from }) => from.length > 1),
      movedShare: total > 0 ? Math.min(1, Math.max(0, 1 - stayed / total)) : 0,
    },
    highestId: highest,
  };
}
