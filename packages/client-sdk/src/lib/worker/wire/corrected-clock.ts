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
