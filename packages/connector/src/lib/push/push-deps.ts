import type { RoundLimits } from "@sedge/contribution/vote-code";
import type { Channel, Codebook } from "@sedge/protocol";
import type { Operators } from "../prf/operators.ts";
import type { PushState } from "./state/push-state.ts";

/** Dependencies of the push pipeline: the state, both operators, and the site's public files. */
export interface PushDeps {
  readonly state: PushState;
  readonly channel: Channel;
  /** The operators in the current key epoch. */
  readonly operators: Operators;
  /** The previous epoch, during a key rotation. */
  readonly previousEpoch: number | undefined;
  readonly policyVersion: string;
  /** k: the fewest people that must share a cell before it is sent. */
  readonly minPeople: number;
  /** What a round must keep to. */
  readonly roundLimits: RoundLimits;
  readonly codebook: Codebook;
  /** Seconds since 1970. */
  readonly now: () => number;
}
