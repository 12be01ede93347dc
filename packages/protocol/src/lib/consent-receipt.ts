import * as v from "valibot";

/**
 * What a visitor can agree to, each refused until given: `classify` works on the device and remembers there, `link`
 * sends promise rows 1 to 3, `learn` sends row 4.
 */
export const PURPOSES = ["classify", "link", "learn"] as const;
export const Purpose = v.picklist(PURPOSES);
export type Purpose = v.InferOutput<typeof Purpose>;

/** Whether the calendar has the day: 2026-02-31 is none. */
function isRealDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(day);
}

/**
 * Promise row 5: what was agreed to, under which text, on which day (UTC). It carries no identifier; where it is
 * signed, it is bound to the link token that signs. `purposes` empty is the receipt of a withdrawal.
 */
export const ConsentReceipt = v.strictObject({
  purposes: v.pipe(
    v.array(Purpose),
    v.maxLength(PURPOSES.length),
    v.check((purposes) => new Set(purposes).size === purposes.length, "purposes repeat"),
  ),
  /** The site's own name of its privacy text, for example `2026-11`. */
  policyVersion: v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]{1,32}$/)),
  /** Day of the decision in UTC, `YYYY-MM-DD`. A day, not a time: a time would be an identifier. */
  day: v.pipe(v.string(), v.isoDate(), v.check(isRealDay, "no such day")),
});
export type ConsentReceipt = v.InferOutput<typeof ConsentReceipt>;
