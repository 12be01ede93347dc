/**
 * A clock for events, which the session tells apart by their times: milliseconds since 1970, no two alike on a page, and hardly two of
 * two tabs that do something in the same millisecond.
 */
export function eventClock(): () => number {
  const own = Math.random() / 2;
  let last = 0;
  return () => (last = Math.max(Date.now() + own, last + 0.001));
}
