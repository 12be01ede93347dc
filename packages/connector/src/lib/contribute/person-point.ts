import { pointIn, tallyCoordinates } from "@sedge/features/profile";
import type { Round } from "@sedge/protocol";
import type { Person } from "../push/state/people-rows.ts";
import type { Surroundings } from "../push/surroundings.ts";

/**
 * What a person's vote tells: what they did on this channel, as the round measures it, and of every other channel what the absent
 * have, as the edge tells a connector of no other. Undefined where the round's space does not know the channel.
 */
export function personPoint(
  { channel }: Pick<Surroundings, "channel">,
  { measurement }: Round,
  { tally }: Pick<Person, "tally">,
): number[] | undefined {
  if (!tally || channel === "web" || channel === "app") return undefined;
  const { featureSchema, features } = measurement;
  return pointIn({ featureSchema, features }, channel, tallyCoordinates(channel, tally));
}
