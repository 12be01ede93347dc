import { type FitSign, type LinkageStage, linkRecords } from "@sedge/linkage/linkage";
import type { TokenFields } from "@sedge/linkage/record";
import type { Membership } from "./profile-lines.ts";

/** Who is one person, and what is implausible about it. */
export interface Resolution {
  /** A membership for each record, in order. */
  readonly memberships: readonly Membership[];
  readonly signs: readonly FitSign[];
}

/**
 * Resolves records to entities by their tokens alone. The same records in the same order give the same profiles,
 * whatever the tokens.
 *
 * @param records - Read once, so that they can be generated one by one.
 * @param oncePerSource - By record: a source in which no entity has two records.
 * @param progress - Called with the stage and its share done.
 */
export function resolveEntities(
  records: Iterable<{ readonly fields: TokenFields }>,
  progress: (stage: LinkageStage, share: number) => void,
  oncePerSource?: ArrayLike<number>,
): Resolution {
  const { profiles, confidence, signs } = linkRecords(records, { ...(oncePerSource && { oncePerSource }) }, progress);
  const memberships = Array.from(profiles, (profile, index) => ({
    profile: profile + 1,
    confidence: confidence[index] ?? 0,
  }));
  return { memberships, signs };
}
