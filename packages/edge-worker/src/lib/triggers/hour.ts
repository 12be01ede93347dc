const HOUR_SECONDS = 3_600;

/** The hour of the clock, counted since 1970: the finest time that is stored of when something was seen. */
export function hourOf(milliseconds: number): number {
  return Math.floor(milliseconds / (HOUR_SECONDS * 1_000));
}

/** When an hour began, in seconds since 1970. */
export function secondsOf(hour: number): number {
  return hour * HOUR_SECONDS;
}
