import type { Person } from "../push/state/people-rows.ts";
import type { Surroundings } from "../push/surroundings.ts";

/**
 * Whether a person's newest receipt on file lets this channel vote for them: under the site's present text, with both purposes
 * that a profile's ballot needs.
 */
export function mayLearn({ policyVersion }: Pick<Surroundings, "policyVersion">, person: Person | undefined): boolean {
  if (!person?.tally) return false;
  const { receipt } = person;
  return (
    receipt.policyVersion === policyVersion && receipt.purposes.includes("link") && receipt.purposes.includes("learn")
  );
}
