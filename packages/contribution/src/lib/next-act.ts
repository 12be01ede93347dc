import type { RoundId } from "@sedge/protocol";
import type { Learning, RecordIn } from "./contribution-record.ts";
import { hasMet } from "./contribution-steps.ts";

/** Outcome of a contribution whose round ended before it was sent. */
export const TOO_LATE = "too-late";

/** What a device that may learn has to do now. */
export type NextAct =
  | { readonly do: "nothing" }
  /** Until then, in milliseconds since 1970. */
  | { readonly do: "wait"; readonly until: number }
  | { readonly do: "begin"; readonly round: RoundId }
  | { readonly do: "draw"; readonly record: RecordIn<"drawing"> }
  | { readonly do: "vote"; readonly record: RecordIn<"waiting"> }
  | { readonly do: "send"; readonly record: RecordIn<"sending"> }
  | { readonly do: "settle"; readonly round: RoundId; readonly outcome: string };

/**
 * Decides. Pure.
 *
 * @param current - The round that the site's manifest names, if it was read.
 * @param now - Milliseconds since 1970.
 */
export function nextAct(learning: Learning, current: RoundId | null, now: number): NextAct {
  const { contribution: record } = learning;
  if (record && record.step !== "settled") {
    if (now >= record.deadline) return { do: "settle", round: record.round, outcome: TOO_LATE };
    if (now < record.notBefore) return { do: "wait", until: record.notBefore };
    switch (record.step) {
      case "drawing":
        return { do: "draw", record };
      case "waiting":
        return { do: "vote", record };
      case "sending":
        return { do: "send", record };
    }
  }
  return current === null || hasMet(learning, current) ? { do: "nothing" } : { do: "begin", round: current };
}
