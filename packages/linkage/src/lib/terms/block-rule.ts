import type { Slot } from "./slot.ts";

/**
 * What two records of one person are likely to have in common, each rule alone enough to compare them. A rule joins one
 * token of each of its slots. The letter keeps the rules apart; never reuse one.
 */
export const BLOCK_RULES: readonly { readonly letter: string; readonly slots: readonly Slot[] }[] = [
  // One value alone, where few people share it.
  { letter: "a", slots: ["nationalId.exact"] },
  { letter: "b", slots: ["phone.exact"] },
  { letter: "c", slots: ["phone.near"] },
  { letter: "d", slots: ["email.exact"] },
  { letter: "e", slots: ["email.local"] },
  { letter: "f", slots: ["email.near"] },
  { letter: "g", slots: ["birthDate.exact"] },
  { letter: "h", slots: ["postcode.exact"] },
  { letter: "i", slots: ["fullName.exact"] },
  { letter: "j", slots: ["income.exact"] },
  // A name that sounds alike, or is nearly the same, with little else.
  { letter: "k", slots: ["surname.sound", "givenName.sound"] },
  { letter: "l", slots: ["surname.sound", "givenName.initial"] },
  { letter: "m", slots: ["surname.near", "givenName.initial"] },
  { letter: "n", slots: ["surname.sound", "givenName.initial", "birthDate.year"] },
  // A date, whole or in part, with a little of the name or place.
  { letter: "o", slots: ["birthDate.exact", "fullName.exact"] },
  { letter: "p", slots: ["birthDate.part", "fullName.exact"] },
  { letter: "q", slots: ["birthDate.part", "givenName.initial"] },
  { letter: "r", slots: ["birthDate.exact", "postcode.area"] },
  { letter: "s", slots: ["birthDate.year", "locality.exact"] },
  { letter: "t", slots: ["birthDate.year", "birthPlace.exact"] },
  // A place with a name.
  { letter: "u", slots: ["postcode.exact", "givenName.exact"] },
  { letter: "v", slots: ["postcode.exact", "surname.exact"] },
  { letter: "w", slots: ["street.exact", "givenName.exact"] },
  { letter: "x", slots: ["birthPlace.exact", "surname.sound"] },
];
