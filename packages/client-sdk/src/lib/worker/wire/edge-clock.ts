import type { KeyValueStore } from "../storage/store.ts";
import { clockOffset, edgeSeconds } from "./corrected-clock.ts";

/** The device's clock, and the edge's as the device knows it. */
export interface EdgeClock {
  /** Milliseconds since 1970 by this device. */
  nowMs(): number;
  /** Whole seconds since 1970 by the edge, for `issuedAt`. */
  edgeSeconds(): Promise<number>;
  /** Learns from a `stale-request` answer (`edgeNow`, seconds since 1970), for the next starts too. */
  correct(edgeNow: number): Promise<void>;
}

/** The clock that stores its correction. */
export function edgeClock(values: KeyValueStore, nowMs: () => number): EdgeClock {
  return {
    nowMs,
    edgeSeconds: async () => edgeSeconds(nowMs(), (await values.get("clockOffsetSeconds")) ?? 0),
    correct: (edgeNow) => values.put("clockOffsetSeconds", clockOffset(nowMs(), edgeNow)),
  };
}
