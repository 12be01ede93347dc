import type { Channel, Codebook } from "@sedge/protocol";
import type { Operators } from "../prf/operators.ts";
import type { PushState } from "./state/push-state.ts";

/** What a connector works with: its state, both operators, and what the site's public files say. */
export interface Surroundings {
  readonly state: PushState;
  readonly channel: Channel;
  /** The operators' present key epoch. */
  readonly operators: Operators;
  /** The epoch that is being left, while keys rotate. */
  readonly previousEpoch: number | undefined;
  readonly policyVersion: string;
  /** k: the fewest people that must share a cell before it is told. */
  readonly minPeople: number;
  readonly codebook: Codebook;
  /** Seconds since 1970. */
  readonly now: () => number;
}
