import { FEATURE_SCHEMA, featureNamed, type FeatureRecord } from "../feature-record.ts";
import { CHANNEL_FEATURES } from "./channel-features.ts";
import { type KnownChannels, pointIn, PROFILE_SCHEMA, type Space } from "./profile-codebook.ts";

/** Names of a visit's features in a space of several channels. */
const VISIT_FEATURES = CHANNEL_FEATURES.flatMap(({ channel, features }) => (channel === "web" ? features : []));

/**
 * A visit's point in a space, one coordinate per feature: the record's features in a space of visits alone, otherwise
 * the person's point, with the coordinates of other channels in `others`. Undefined if this version does not know the
 * space or one of its features.
 */
export function visitPoint(space: Space, record: FeatureRecord, others: KnownChannels = {}): number[] | undefined {
  if (space.featureSchema === PROFILE_SCHEMA) {
    const own = named(
      VISIT_FEATURES.map(({ name }) => name),
      record,
    );
    return own && pointIn(space, "web", own, others);
  }
  return space.featureSchema === FEATURE_SCHEMA ? named(space.features, record) : undefined;
}

function named(features: readonly string[], record: FeatureRecord): number[] | undefined {
  const point = features.flatMap((name) => featureNamed(record, name) ?? []);
  return point.length === features.length ? point : undefined;
}
