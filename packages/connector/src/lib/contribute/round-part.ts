import type { Round } from "@sedge/protocol";
import type { PushDeps } from "../push/push-deps.ts";
import type { RoundWire } from "./round-wire.ts";

/** Whether the round accepted what was sent to it. */
export type RoundEnd = "open" | "over";

/** A round that the connector contributes to, with its dependencies. */
export interface RoundPart {
  readonly deps: PushDeps;
  readonly round: Round;
  readonly wire: RoundWire;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}
