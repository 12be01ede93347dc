const MINUTE_SECONDS = 60;
export const DAY_SECONDS = 86_400;

/** Most blinded elements in one minute and in one day (UTC). */
export interface ElementLimits {
  readonly perMinute: number;
  readonly perDay: number;
}

/** What one spender has spent: in the minute and in the day with these numbers since 1970. */
export interface Spent {
  readonly minute: number;
  readonly inMinute: number;
  readonly day: number;
  readonly inDay: number;
  /** Requests that were refused in the day. */
  readonly refused: number;
}

/** Whether the spending is granted. Store `spent` in either case. */
export type Spending =
  | { readonly isGranted: true; readonly spent: Spent }
  | { readonly isGranted: false; readonly spent: Spent; readonly retryAfterSeconds: number };

/** The part of `before` that still counts. @param now - Seconds since 1970. */
export function spentNow(before: Spent | undefined, now: number): Spent {
  const minute = Math.floor(now / MINUTE_SECONDS);
  const day = Math.floor(now / DAY_SECONDS);
  return {
    minute,
    inMinute: before?.minute === minute ? before.inMinute : 0,
    day,
    inDay: before?.day === day ? before.inDay : 0,
    refused: before?.day === day ? before.refused : 0,
  };
}

/** Spends `elements` if both the minute and the day have room for them. A refused request spends nothing. */
export function spend(before: Spent | undefined, elements: number, limits: ElementLimits, now: number): Spending {
  const spent = spentNow(before, now);
  const refused = (retryAfterSeconds: number): Spending => ({
    isGranted: false,
    spent: { ...spent, refused: spent.refused + 1 },
    retryAfterSeconds,
  });
  if (spent.inDay + elements > limits.perDay) return refused((spent.day + 1) * DAY_SECONDS - now);
  if (spent.inMinute + elements > limits.perMinute) return refused((spent.minute + 1) * MINUTE_SECONDS - now);
  return {
    isGranted: true,
    spent: { ...spent, inMinute: spent.inMinute + elements, inDay: spent.inDay + elements },
  };
}
