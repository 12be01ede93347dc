import { type LinkageStage, linkRecords } from "@sedge/linkage/linkage";
import type { TokenFields } from "@sedge/linkage/record";
import type { Membership } from "./profile-lines.ts";

/**
 * Says who is one person, from tokens alone. The same records in the same order give the same profiles, whatever the tokens.
 *
 * @param records - Read once, so that they may be made one by one.
 * @param oncePerSource - By record: a source in which nobody has two records.
 * @param progress - Told the stage and the share of it that is done.
 * @returns A membership for each record, in their order.
 */
export function linkPersons(
  records: Iterable<{ readonly fields: TokenFields }>,
  progress: (stage: LinkageStage, share: number) => void,
  oncePerSource?: ArrayLike<number>,
): Membership[] {
  const { profiles, confidence } = linkRecords(records, { ...(oncePerSource && { oncePerSource }) }, progress);
  return Array.from(profiles, (profile, index) => ({ profile: profile + 1, confidence: confidence[index] ?? 0 }));
}
