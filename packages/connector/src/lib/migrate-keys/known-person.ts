import { CommandError } from "../command-error.ts";
import type { KnownPerson } from "../operators/key-migration.ts";
import type { PersonRow } from "../people-file/people-file.ts";
import { consentDecision } from "../push/record/consent-decision.ts";
import { IDENTIFIER_KINDS } from "../push/record/known-identifier.ts";

/** Why a person is not migrated. */
export type NotMigrated = "withoutConsent" | "outdatedConsent";

/**
 * A person to migrate, or why they cannot be.
 *
 * @param policyVersion - The site's current policy version.
 * @param now - Seconds since 1970.
 * @throws CommandError `missing-value` for a consent without its day.
 */
export function knownPerson(row: PersonRow, policyVersion: string, now: number): KnownPerson | NotMigrated {
  const decision = consentDecision({ ...row, id: row.place }, policyVersion, now);
  if (decision.verdict === "policy-outdated") return "outdatedConsent";
  if (decision.verdict !== "yes") return "withoutConsent";
  if (row.consentDay === undefined) {
    throw new CommandError("missing-value", `${row.place}: the day of the consent is missing.`);
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
