import type { FieldKind } from "../terms/person-record.ts";
import { COMPARISONS } from "./comparison.ts";
import type { CountOf, Likeness } from "./compare.ts";
import { levelWeight, type Weights } from "./weights.ts";

/**
 * Two records are of one person, of two people of one household, or of strangers. A household shares its place, mostly its
 * surname and often a phone; given names and birth dates agree in it as by chance, and a little more often. Of strangers
 * a place may agree, and then all of its fields do: so a place counts once, by its strongest agreement.
 */

/** Fields that say where somebody lives. The number of a house is no place: it is the same in every street. */
const PLACE: readonly FieldKind[] = ["street", "addressDetail", "locality", "region", "postcode"];

/** The share of the people of one household whose value is the same; others agree by chance. From what is known of families, not fitted. */
const HOUSEHOLD_SHARES: Partial<Record<FieldKind, number>> = {
  // One son or daughter in fifty has a parent's name, and a third of the pairs are a parent and a child.
  givenName: 0.006,
  // Twins.
  birthDate: 0.02,
  phone: 0.3,
  email: 0.1,
};
/** The share of a household with another surname. */
const OTHER_SURNAME = Math.log2(0.2);

const IS_PLACE = COMPARISONS.map(({ field }) => PLACE.includes(field));
const HOUSEHOLD_BITS = COMPARISONS.map(({ field }) => Math.log2(HOUSEHOLD_SHARES[field] ?? 1e-9));
const DIFFERS = COMPARISONS.map(({ levels }) => levels.length + 1);
const numberOf = (field: FieldKind): number => COMPARISONS.findIndex((one) => one.field === field);
const [GIVEN_NAME, SURNAME, FULL_NAME, EMAIL, STREET_NUMBER] = [
  numberOf("givenName"),
  numberOf("surname"),
  numberOf("fullName"),
  numberOf("email"),
  numberOf("streetNumber"),
];
const levelOf = (comparison: number, name: string): number =>
  1 + (COMPARISONS[comparison]?.levels.findIndex((level) => level.name === name) ?? 0);
const INITIAL = levelOf(GIVEN_NAME, "initial");
const SWAPPED = levelOf(GIVEN_NAME, "swapped");

/** What a likeness says for one person, field by field. */
export interface Evidence {
  /** By comparison: log2 of the odds that it adds. */
  readonly bits: Float64Array;
  /** By comparison: 1 if another field of the place counts in its stead. */
  readonly isIdle: Uint8Array;
  /** log2 of how much more of the evidence two people of one household explain than strangers do. */
  familiar: number;
  /** log2 of the odds that the household takes away, 0 or less. */
  household: number;
}

/** Room for the evidence of one pair. */
export function emptyEvidence(): Evidence {
  const size = COMPARISONS.length;
  return { bits: new Float64Array(size), isIdle: new Uint8Array(size), familiar: 0, household: 0 };
}

/**
 * How many of given name and surname two records have alike, by their spelling. E-mails are made of names: those of two people
 * of one name are similar by themselves.
 */
export function alikeNames(levels: ArrayLike<number>): 0 | 1 | 2 {
  const [given, surname] = [levels[GIVEN_NAME] ?? 0, levels[SURNAME] ?? 0];
  if (given === SWAPPED) return 2;
  const isGiven = given > 0 && given < INITIAL;
  const isSurname = surname > 0 && surname < (DIFFERS[SURNAME] ?? 0);
  return isGiven && isSurname ? 2 : isGiven || isSurname ? 1 : 0;
}

/** log2(1 + 2^bits). */
function overOne(bits: number): number {
  return bits > 40 ? bits : Math.log2(1 + 2 ** bits);
}

/**
 * Weighs a likeness under all three relations. Returns log2 of the odds that the two are one person's; writes how they come
 * about to `into`.
 */
export function relate(
  weights: Weights,
  { levels, shared }: Pick<Likeness, "levels" | "shared">,
  countOf: CountOf,
  records: number,
  into: Evidence,
): number {
  const { bits, isIdle } = into;
  let sum = weights.prior;
  let familiar = 0;
  let place = -1;
  for (let comparison = 0; comparison < levels.length; comparison++) {
    const level = levels[comparison] ?? 0;
    bits[comparison] = 0;
    isIdle[comparison] = 0;
    if (level === 0) continue;
    const token = shared[comparison] ?? -1;
    let weight = levelWeight(weights, comparison, level, token === -1 ? 0 : countOf(comparison, token), records);
    const alike = comparison === EMAIL ? alikeNames(levels) : 0;
    if (alike > 0) {
      const given = (weights.m[EMAIL]?.[level] ?? 0) - (weights.email[alike - 1]?.[level] ?? 0);
      weight = level === DIFFERS[EMAIL] ? given : Math.min(weight, given);
    }
    bits[comparison] = weight;
    if (IS_PLACE[comparison]) {
      const before = place === -1 ? 0 : (bits[place] ?? 0);
      // An agreement goes before a difference, and of two of a kind the stronger one counts.
      const isStronger = place === -1 || (weight > 0 ? weight > before : before <= 0 && weight < before);
      if (isStronger && place !== -1) isIdle[place] = 1;
      if (isStronger) place = comparison;
      else isIdle[comparison] = 1;
      continue;
    }
    sum += weight;
    familiar += familiarBits(weights, comparison, level, weight, levels);
  }
  if (place !== -1) {
    sum += bits[place] ?? 0;
    familiar += bits[place] ?? 0;
  }
  into.familiar = weights.household + familiar;
  into.household = -overOne(into.familiar);
  return sum + into.household;
}

/** What a comparison says for one household: log2 of the odds against strangers. */
function familiarBits(
  weights: Weights,
  comparison: number,
  level: number,
  weight: number,
  levels: ArrayLike<number>,
): number {
  const isDifferent = level === DIFFERS[comparison];
  if (comparison === STREET_NUMBER) return weight;
  if (comparison === SURNAME) {
    return isDifferent ? Math.max(weight, OTHER_SURNAME - (weights.u[comparison]?.[level] ?? 0)) : weight;
  }
  if (comparison === FULL_NAME) return levels[SURNAME] === 0 ? Math.max(0, weight) : 0;
  if (isDifferent) return 0;
  // As often as in a household, if that is more often than by chance.
  return Math.max(0, weight - (weights.m[comparison]?.[level] ?? 0) + (HOUSEHOLD_BITS[comparison] ?? 0));
}
