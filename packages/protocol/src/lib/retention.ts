import * as v from "valibot";

/** A period of the schedule: its bounds and its default, in days. */
interface Period {
  readonly min: number;
  readonly max: number;
  readonly usual: number;
}

/**
 * How long an edge keeps what may be about a person, in days, where nobody asks for less: what each period ends, its bounds and
 * its default. docs/retention.md has everything that is stored.
 */
export const RETENTION_PERIODS = {
  /** Keys that no channel knows and no device reports for, since their last signature. */
  visitorKeyDays: { min: 1, max: 395, usual: 30 },
  /** Every other profile, since the last message about it. 25 months: what the CNIL allows for audience measurement. */
  profileDays: { min: 1, max: 1_825, usual: 760 },
  /** A channel's codeword and when it was seen, since it was reported. 13 months: the CNIL's limit for a tracker. */
  codewordDays: { min: 1, max: 395, usual: 395 },
  /** The content of a channel's record, since it was sent. */
  recordDays: { min: 1, max: 3_650, usual: 760 },
  /** Operations that have no effect any more, since they were signed. */
  historyDays: { min: 7, max: 395, usual: 90 },
  /**
   * Proof of consent, withdrawal and erasure, since that day: three years, a usual limitation period. A consent that is older counts for
   * nothing. At least a day longer than the 30 days of backups that Cloudflare keeps, so that a restored one learns of every erasure.
   */
  receiptDays: { min: 31, max: 3_650, usual: 1_095 },
  /** How long the site has to answer an erasure without a proof: GDPR, article 12 (3). */
  erasureAnswerDays: { min: 1, max: 30, usual: 30 },
  /** Webhooks that were given up. */
  deadWebhookDays: { min: 1, max: 90, usual: 30 },
} as const satisfies Record<string, Period>;

/** A period's name. */
export type RetentionPeriod = keyof typeof RETENTION_PERIODS;
/** All of them. */
export const RETENTION_PERIOD_NAMES = Object.keys(RETENTION_PERIODS) as RetentionPeriod[];

function forEach<Value>(valueOf: (name: RetentionPeriod) => Value): Record<RetentionPeriod, Value> {
  return Object.fromEntries(RETENTION_PERIOD_NAMES.map((name) => [name, valueOf(name)])) as Record<
    RetentionPeriod,
    Value
  >;
}

const days = v.pipe(v.number(), v.integer(), v.minValue(1));

/** A site's schedule, in days. */
export const Retention = v.object(forEach(() => days));
export type Retention = v.InferOutput<typeof Retention>;

/** What an operator sets of it; null goes back to the default, and what is left out stays. */
export const RetentionOrder = v.strictObject(forEach(() => v.exactOptional(v.nullable(v.number()))));
export type RetentionOrder = v.InferOutput<typeof RetentionOrder>;

/** The schedule of a site that has set nothing. */
export const USUAL_RETENTION: Retention = forEach((name) => RETENTION_PERIODS[name].usual);

/** A sentence for each period that is outside its bounds. */
export function outOfBounds(order: Readonly<Partial<Record<RetentionPeriod, number | null>>>): string[] {
  return RETENTION_PERIOD_NAMES.flatMap((name) => {
    const { min, max } = RETENTION_PERIODS[name];
    const value = order[name];
    const isGood = value === undefined || value === null || (Number.isInteger(value) && value >= min && value <= max);
    return isGood ? [] : [`${name} must be a whole number of days from ${min} to ${max}, not ${value}.`];
  });
}
