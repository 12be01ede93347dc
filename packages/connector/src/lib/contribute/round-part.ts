import type { Round } from "@sedge/protocol";
import type { Surroundings } from "../push/surroundings.ts";
import type { RoundWire } from "./round-wire.ts";

/** Whether a round still took what was sent to it. */
export type RoundEnd = "open" | "over";

/** A round that a connector's people take part in, and what that takes. */
export interface RoundPart {
  readonly around: Surroundings;
  readonly round: Round;
  readonly wire: RoundWire;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}
