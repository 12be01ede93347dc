/** Codes of one kind: one model or rule gives them all, in one range. */
export interface TaxonomyGroup {
  /** Stable code of the group; a code is unique within its group. */
  readonly group: string;
  /** Model or rule that gives the codes. */
  readonly from: string;
  /** What the answers are for, and may be used for. */
  readonly use: string;
  /** Consent that it needs on a device; `-` for a company's own systems, on its own records. */
  readonly consent: "classify" | "-";
  /** What the number beside a code is. */
  readonly range: string;
  /** What makes a number of .3 come true three times in ten; `rule` where no data does, and the number is an order. */
  readonly calibratedBy: string;
  /** Meaning by code. */
  readonly codes: Readonly<Record<string, string>>;
}
