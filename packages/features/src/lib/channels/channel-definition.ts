import type { Channel } from "@sedge/protocol";
import type { TouchTally } from "../profile/touch-tally.ts";

/** Words for a coordinate, from the lowest value up: the first whose limit is above the value. */
export type Scale = readonly (readonly [limit: number, words: string])[];
/** Scales by feature, in the order in which the features make a cluster's name. */
export type Scales = Readonly<Record<string, Scale>>;

/** What people do on a channel. A profile's journey stage goes by it (`profileStage`). */
export type ChannelRole = "visit" | "mail" | "conversation" | "purchase" | "device";

/** Everything that Sedge needs to know of a channel. One file defines one channel; `registry.ts` lists them. */
export interface ChannelDefinition {
  readonly role: ChannelRole;
  /** The channel in whose features and cells its people are described: itself, or for `app` the web. */
  readonly space: Channel;
  readonly features: readonly {
    /** In camel case, such as `spend`. */
    readonly name: string;
    /**
     * The value for a person whom the channel has never met: 0 for a count, the usual value for a share, so that nobody
     * seems extreme.
     */
    readonly absent: number;
  }[];
  /** A person's coordinates, one a feature, each 0 to 1; null where they come from a visit and not from a tally of touches. */
  readonly coordinates: ((tally: TouchTally) => number[]) | null;
  /** Words of the features in names of clusters. */
  readonly words: Scales;
}
