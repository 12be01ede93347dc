import type { KeyValueStore } from "../storage/store.ts";

/** Largest correction that an answer may ask for, in seconds: ten years. More is a broken clock at the other end. */
const MAX_OFFSET_SECONDS = 315_360_000;

/** Seconds since 1970 by the edge's clock, whole. `offsetSeconds`: what the last `stale-request` taught. */
export function edgeSeconds(nowMs: number, offsetSeconds: number): number {
  return Math.max(0, Math.floor(nowMs / 1_000 + offsetSeconds));
}

/** The offset that makes this device's clock (`nowMs`) agree with the edge's (`edgeNow`, seconds since 1970). */
export function clockOffset(nowMs: number, edgeNow: number): number {
  const offset = Math.round(edgeNow - nowMs / 1_000);
  return Math.min(MAX_OFFSET_SECONDS, Math.max(-MAX_OFFSET_SECONDS, offset));
}

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
