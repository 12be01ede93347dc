import { heldCluster, type HeldCluster, type Session, showsShop } from "@sedge/features";
import type { Codebook } from "@sedge/protocol";
import type { ClusterFound } from "../../classification.ts";
import type { KeyValueStore } from "../storage/store.ts";

/** Stands for a visit that nothing is known of yet. No visit began then. */
const NO_VISIT = -1;

/**
 * The answer with this person's cluster ID: an ID from an earlier visit is kept for weeks, because a sequence of IDs
 * can identify people where no single ID does. A visit without events yet decides nothing, and neither does one that shows nothing of a
 * shop while no other channel does: undefined where no ID is kept then.
 *
 * @param codebook - The codebook of the answer; an answer of another generation is returned unchanged.
 * @param now - Milliseconds since 1970.
 */
export async function heldAnswer(
  values: KeyValueStore,
  answer: ClusterFound,
  codebook: Codebook,
  session: Session,
  now: number,
): Promise<ClusterFound | undefined> {
  // The root says nothing of a person, unless the visit's own cell was cut back to it.
  const isInformed = answer.level > 0 || showsShop(session);
  const own = isInformed ? answer : undefined;
  const found = codebook.clusters.find(({ id }) => id === answer.clusterId);
  if (!found || codebook.generation !== answer.generation) return own;
  const hasBegun = Object.values(session.events).some((count) => count > 0);
  const hold = (before: HeldCluster | undefined) => heldCluster(before, found.id, codebook, session.startedAt, now);
  const look = async () => {
    const before = await values.get("heldCluster");
    const held = heldCluster(before, found.id, codebook, NO_VISIT, now);
    return held === before || isInformed ? held : undefined;
  };
  // If the storage fails, the visit's own cluster is used.
  const held = await (hasBegun && isInformed ? values.update("heldCluster", hold) : look()).catch(() => undefined);
  const kept = held && codebook.clusters.find(({ id }) => id === held.clusterId);
  if (!kept || (kept.id === found.id && isInformed)) return own;
  return { ...answer, clusterId: kept.id, clusterName: kept.name, isHeld: true };
}
