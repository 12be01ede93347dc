import { FEATURE_SCHEMA, featureNamed, featureRecord, type Session } from "@sedge/features";
import type { Measurement } from "@sedge/protocol";

/** A visit as the measurement asks for it, one coordinate a feature; undefined where this SDK does not know its features. */
export function measuredPoint({ featureSchema, features }: Measurement, session: Session): number[] | undefined {
  if (featureSchema !== FEATURE_SCHEMA) return undefined;
  const record = featureRecord(session);
  const point = features.flatMap((name) => featureNamed(record, name) ?? []);
  return point.length === features.length ? point : undefined;
}
