import { type LinkageStage, linkRecords } from "@sedge/linkage/linkage";
import type { TokenFields } from "@sedge/linkage/record";
import type { Membership } from "./profile-lines.ts";

/**
 * Resolves records to entities by their tokens alone. The same records in the same order give the same profiles,
 * whatever the tokens.
 *
 * @param records - Read once, so that they can be generated one by one.
 * @param oncePerSource - By record: a source in which no entity has two records.
 * @param progress - Called with the stage and its share done.
 * @returns A membership for each record, in order.
 */
export function resolveEntities(
  records: Iterable<{ readonly fields: TokenFields }>,
  progress: (stage: LinkageStage, share: number) => void,
  oncePerSource?: ArrayLike<number>,
): Membership[] {
  const { profiles, confidence } = linkRecords(records, { ...(oncePerSource && { oncePerSource }) }, progress);
  return Array.from(profiles, (profile, index) => ({ profile: profile + 1, confidence: confidence[index] ?? 0 }));
}
