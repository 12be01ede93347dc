import { pointIn, tallyCoordinates } from "@sedge/features/profile";
import type { Round } from "@sedge/protocol";
import type { Person } from "../push/state/people-rows.ts";
import type { PushDeps } from "../push/push-deps.ts";

/**
 * The point that a person's vote contributes: their activity on this channel as the round measures it, and the default
 * for an absent person on every other channel. Undefined if the round's space does not include the channel.
 */
export function personPoint(
  { channel }: Pick<PushDeps, "channel">,
  { measurement }: Round,
  { tally }: Pick<Person, "tally">,
): number[] | undefined {
  if (!tally || channel === "web" || channel === "app") return undefined;
  const { featureSchema, features } = measurement;
  return pointIn({ featureSchema, features }, channel, tallyCoordinates(channel, tally));
}
