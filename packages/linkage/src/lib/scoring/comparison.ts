import type { Slot } from "../terms/slot.ts";
import type { FieldKind } from "../terms/person-record.ts";

/** How alike two records are in one field: the first of a field's levels that matches. */
export interface Level {
  readonly name: string;
  /** Applies if the records share a token between any of these pairs of slots, either way round. */
  readonly shares: readonly (readonly [Slot, Slot])[];
  /** Applies only if every pair of slots shares a token, each read from the first record to the second. */
  readonly all?: boolean;
  /** A shared token weighs less the more people have it. */
  readonly byFrequency?: boolean;
  /** Another field whose evidence this level has used up: it then counts as missing. Compared later than this one. */
  readonly uses?: FieldKind;
}

/** A field as it is compared. */
export interface Comparison {
  readonly field: FieldKind;
  /** The field is missing from a record that has a token in none of these. */
  readonly present: readonly Slot[];
  /** Strongest first. When none matches, the field `differs`. */
  readonly levels: readonly Level[];
}

function exact(field: FieldKind): Level {
  return { name: "exact", shares: [[`${field}.exact`, `${field}.exact`]], byFrequency: true };
}

function near(field: FieldKind): Level {
  return {
    name: "near",
    shares: [
      [`${field}.near`, `${field}.near`],
      [`${field}.near`, `${field}.exact`],
    ],
  };
}

function word(field: FieldKind): Level {
  return {
    name: "word",
    shares: [[`${field}.word`, `${field}.word`]],
    byFrequency: true,
  };
}

function sound(field: FieldKind): Level {
  return { name: "sound", shares: [[`${field}.sound`, `${field}.sound`]], byFrequency: true };
}

function plain(field: FieldKind, ...levels: readonly Level[]): Comparison {
  return { field, present: [`${field}.exact`], levels: [exact(field), ...levels] };
}

/**
 * All comparisons, in the order in which they are shown. Likenesses that are stored to learn from number comparisons and
 * levels by this table: a change of it must discard those.
 */
export const COMPARISONS: readonly Comparison[] = [
  plain(
    "givenName",
    { name: "nickname", shares: [["givenName.nickname", "givenName.nickname"]] },
    near("givenName"),
    {
      name: "swapped",
      shares: [
        ["givenName.exact", "surname.exact"],
        ["surname.exact", "givenName.exact"],
      ],
      all: true,
      uses: "surname",
    },
    { name: "elsewhere", shares: [["givenName.exact", "fullName.word"]], byFrequency: true },
    { name: "sound", shares: [["givenName.sound", "givenName.sound"]] },
    { name: "initial", shares: [["givenName.initial", "givenName.initial"]] },
  ),
  plain(
    "surname",
    near("surname"),
    { name: "elsewhere", shares: [["surname.exact", "fullName.word"]], byFrequency: true },
    { name: "sound", shares: [["surname.sound", "surname.sound"]] },
  ),
  {
    field: "fullName",
    present: ["fullName.word"],
    levels: [word("fullName"), { name: "elsewhere", shares: [["fullName.word", "fullName.exact"]] }],
  },
  {
    field: "birthDate",
    present: ["birthDate.exact", "birthDate.year"],
    levels: [
      exact("birthDate"),
      { name: "swap", shares: [["birthDate.swap", "birthDate.swap"]] },
      { name: "digit", shares: [["birthDate.digit", "birthDate.digit"]] },
      { name: "part", shares: [["birthDate.part", "birthDate.part"]], byFrequency: true },
      { name: "year", shares: [["birthDate.year", "birthDate.year"]] },
    ],
  },
  plain("birthPlace", word("birthPlace"), sound("birthPlace")),
  plain("gender"),
  plain("occupation"),
  plain("streetNumber"),
  plain("street", word("street"), sound("street")),
  plain("addressDetail", word("addressDetail")),
  plain("locality", near("locality"), word("locality")),
  plain("region"),
  plain("postcode", near("postcode"), { name: "area", shares: [["postcode.area", "postcode.area"]] }),
  plain("phone", near("phone")),
  plain(
    "email",
    { name: "local", shares: [["email.local", "email.local"]], byFrequency: true },
    {
      name: "near",
      shares: [
        ["email.near", "email.near"],
        ["email.near", "email.local"],
      ],
    },
  ),
  plain("nationalId", near("nationalId")),
  plain("income"),
];
