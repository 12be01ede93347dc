import type { FieldKind } from "../terms/person-record.ts";

/** A sign that what was learned, or what was found with it, is implausible. It contains no value and no token. */
export type FitSign =
  /** Pairs that would be matches differ in `field` more often than records of one person do. Safe weights were used. */
  | { readonly sign: "names"; readonly field: FieldKind }
  /** There would be far more or far fewer matches than safe weights find. Safe weights were used. */
  | { readonly sign: "matches"; readonly learned: number; readonly safe: number }
  /** One value of `field` is in more than half of the records that have the field. */
  | { readonly sign: "value"; readonly field: FieldKind; readonly share: number }
  /** A profile has this many records, more than a person usually has. */
  | { readonly sign: "profile"; readonly records: number };
