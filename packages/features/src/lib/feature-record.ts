import { actionFeatures } from "./action-features.ts";
import { calendarFeatures } from "./calendar-features.ts";
import { coordinates } from "./coordinates.ts";
import { productFeatures } from "./product-features.ts";
import { returnFeatures } from "./intent/return-trail.ts";
import { pageFeatures } from "./page-features.ts";
import { emptySession, type Session } from "./session.ts";

/** Version of the feature record. A model or codebook names the one that it was made for; a changed meaning is a new version. */
export const FEATURE_SCHEMA = "session.v1";

/**
 * A session as named finite numbers: counts, seconds, shares and 0/1 flags, none negative but the month's sine and
 * cosine. Pure: one session gives one record, in a browser, a worker and Node.
 */
export function featureRecord(session: Session) {
  return {
    ...pageFeatures(session),
    ...calendarFeatures(session.startedAt),
    ...actionFeatures(session),
    ...productFeatures(session.products),
    ...coordinates(session.products),
    ...returnFeatures(session.returns),
  };
}

export type FeatureRecord = Readonly<ReturnType<typeof featureRecord>>;
export type FeatureName = keyof FeatureRecord;

/** Every feature's name, in the record's order. */
export const FEATURE_NAMES: readonly string[] = Object.keys(featureRecord(emptySession(0)));

/** The feature of that name, or undefined where this schema has none. */
export function featureNamed(record: FeatureRecord, name: string): number | undefined {
  const values: Readonly<Record<string, number>> = record;
  return Object.hasOwn(record, name) ? values[name] : undefined;
}
