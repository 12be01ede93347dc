import type { WaterfallStep } from "@sedge/protocol";

/** Fields that a person has once and mostly keeps. */
const LASTING: ReadonlySet<string> = new Set(["givenName", "surname", "birthDate", "nationalId"]);
/** Of these and an e-mail, one that is the same in two records outweighs another given name. */
const UNIQUE: ReadonlySet<string> = new Set(["birthDate", "nationalId", "email"]);
const FEWEST_DIFFERENT = 2;

/**
 * Whether two records contradict each other: two lasting fields differ, or the given name does and nothing that is a person's own
 * agrees. It does not depend on learned weights, which a channel of invented records may have moved.
 *
 * @param weight - log2 of the odds that they are one person's: where these favour one person, nothing is contradicted.
 * @param waterfall - Every field that both records have.
 */
export function isContradiction(weight: number, waterfall: readonly Pick<WaterfallStep, "field" | "level">[]): boolean {
  if (weight >= 0) return false;
  const different = waterfall.filter(({ field, level }) => level === "differs" && LASTING.has(field));
  if (different.length >= FEWEST_DIFFERENT) return true;
  const isSame = waterfall.some(({ field, level }) => level === "exact" && UNIQUE.has(field));
  return different.some(({ field }) => field === "givenName") && !isSame;
}
