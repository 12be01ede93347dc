import type { Person } from "../push/state/people-rows.ts";
import type { PushDeps } from "../push/push-deps.ts";

/**
 * Whether a person's newest receipt allows this channel to vote for them: it names the site's current policy version
 * and both purposes that a profile's ballot needs.
 */
export function mayLearn({ policyVersion }: Pick<PushDeps, "policyVersion">, person: Person | undefined): boolean {
  if (!person?.tally) return false;
  const { receipt } = person;
  return (
    receipt.policyVersion === policyVersion && receipt.purposes.includes("link") && receipt.purposes.includes("learn")
  );
}
