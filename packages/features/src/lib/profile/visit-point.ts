import { FEATURE_SCHEMA, featureNamed, type FeatureRecord } from "../feature-record.ts";
import { CHANNEL_FEATURES } from "./channel-features.ts";
import { type KnownChannels, pointIn, PROFILE_SCHEMA, type Space } from "./profile-codebook.ts";

/** The features of a visit that clusters are made of. A codebook of other features could ask for the whole record, piece by piece. */
const VISIT_FEATURES = CHANNEL_FEATURES.flatMap(({ channel, features }) => (channel === "web" ? features : []));

/**
 * A visit's point in a space, one coordinate per feature: the record's features in a space of visits alone, otherwise
 * the person's point, with the coordinates of other channels in `others`. Undefined if this version does not know the
 * space, or one of its features is not of those that clusters are made of.
 */
export function visitPoint(space: Space, record: FeatureRecord, others: KnownChannels = {}): number[] | undefined {
  if (space.featureSchema === PROFILE_SCHEMA) {
    const own = named(
      VISIT_FEATURES.map(({ name }) => name),
      record,
    );
    return own && pointIn(space, "web", own, others);
  }
  return space.featureSchema === FEATURE_SCHEMA && isShipped(space.features)
    ? named(space.features, record)
    : undefined;
}

function isShipped(features: readonly string[]): boolean {
  return features.every((name) => VISIT_FEATURES.some((feature) => feature.name === name));
}

function named(features: readonly string[], record: FeatureRecord): number[] | undefined {
  const point = features.flatMap((name) => featureNamed(record, name) ?? []);
  return point.length === features.length ? point : undefined;
}
