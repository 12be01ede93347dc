import { heldCluster, type HeldCluster, type Session } from "@sedge/features";
import type { Codebook } from "@sedge/protocol";
import type { ClusterAnswer } from "../../classification.ts";
import type { KeyValueStore } from "../storage/store.ts";

/** Stands for a visit that nothing is known of yet. No visit began then. */
const NO_VISIT = -1;

/**
 * The answer with this person's cluster ID: an ID from an earlier visit is kept for weeks, because a sequence of IDs
 * can identify people where no single ID does. A visit without events yet decides nothing.
 *
 * @param codebook - The codebook of the answer; an answer of another generation is returned unchanged.
 * @param now - Milliseconds since 1970.
 */
export async function heldAnswer(
  values: KeyValueStore,
  answer: ClusterAnswer,
  codebook: Codebook,
  { startedAt, events }: Session,
  now: number,
): Promise<ClusterAnswer> {
  const found = codebook.clusters.find(({ id }) => id === answer.clusterId);
  if (!found || codebook.generation !== answer.generation) return answer;
  const hasBegun = Object.values(events).some((count) => count > 0);
  const hold = (before: HeldCluster | undefined) => heldCluster(before, found.id, codebook, startedAt, now);
  const look = async () => heldCluster(await values.get("heldCluster"), found.id, codebook, NO_VISIT, now);
  // If the storage fails, the visit's own cluster is used.
  const held = await (hasBegun ? values.update("heldCluster", hold) : look()).catch(() => undefined);
  const kept = held && codebook.clusters.find(({ id }) => id === held.clusterId);
  if (!kept || kept.id === found.id) return answer;
  return { ...answer, clusterId: kept.id, clusterName: kept.name, isHeld: true };
}
