import { featureRecord, type Session } from "@sedge/features";
import { type KnownChannels, visitPoint } from "@sedge/features/profile";
import type { Measurement } from "@sedge/protocol";

/**
 * What a vote tells of, as the measurement asks for it, one coordinate a feature: the visit, and in a space of several channels
 * what the person's other channels have observed. Undefined where this version does not know the measurement's features.
 */
export function measuredPoint(
  { featureSchema, features }: Measurement,
  session: Session,
  others?: KnownChannels,
): number[] | undefined {
  return visitPoint({ featureSchema, features }, featureRecord(session), others);
}
