import { CommandError } from "../command-error.ts";
import type { KnownPerson } from "../operators/key-migration.ts";
import type { PersonRow } from "../people-file/people-file.ts";
import { consentDecision } from "../push/record/consent-decision.ts";
import { IDENTIFIER_KINDS } from "../push/record/known-identifier.ts";

/** Why somebody on file is not carried over. */
export type LeftBehind = "withoutConsent" | "outdatedConsent";

/**
 * Somebody who may be carried over, or why they may not.
 *
 * @param policyVersion - The site's present text.
 * @param now - Seconds since 1970.
 * @throws CommandError `missing-value` for a consent without its day.
 */
export function knownPerson(row: PersonRow, policyVersion: string, now: number): KnownPerson | LeftBehind {
  const decision = consentDecision({ ...row, id: row.place }, policyVersion, now);
  if (decision.verdict === "policy-outdated") return "outdatedConsent";
  if (decision.verdict !== "yes") return "withoutConsent";
  if (row.consentDay === undefined) {
    throw new CommandError("missing-value", `${row.place}: the day of the consent is empty, and has to be known.`);
  }
  const { identifiers = {}, country } = row;
  return {
    identifiers: IDENTIFIER_KINDS.flatMap((kind) => {
      const value = identifiers[kind];
      return value === undefined ? [] : [{ kind, value, ...(country !== undefined && { country }) }];
    }),
    receipt: decision.receipt,
  };
}
