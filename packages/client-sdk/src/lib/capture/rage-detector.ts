/** Clicks on one spot that make a rage click, the time they must fall in, and how wide the spot is. */
export const RAGE_CLICKS = 3;
export const RAGE_WINDOW_MS = 1_000;
/** CSS pixels in each direction; about a fingertip, WCAG 2.2's target size (24) and a little. */
export const RAGE_RADIUS_PX = 30;

/** A click's place in the viewport, CSS pixels, and time, milliseconds of any steady clock. */
export interface ClickPoint {
  readonly x: number;
  readonly y: number;
  readonly atMs: number;
}

/** Clicks of the burst that may become, or has become, a rage click. */
export interface Burst {
  readonly points: readonly ClickPoint[];
  /** Whether it was reported: one burst is one rage click however long it goes on. */
  readonly reported: boolean;
}

export const NO_BURST: Burst = { points: [], reported: false };

/** The burst with one click more, and whether that click makes it a rage click. */
export function afterClick(burst: Burst, click: ClickPoint): { burst: Burst; isRage: boolean } {
  const isNear = (point: ClickPoint) =>
    click.atMs - point.atMs <= RAGE_WINDOW_MS &&
    Math.abs(click.x - point.x) <= RAGE_RADIUS_PX &&
    Math.abs(click.y - point.y) <= RAGE_RADIUS_PX;
  const near = burst.points.filter(isNear);
  const reported = burst.reported && near.length > 0;
  const points = [...near, click];
  const isRage = !reported && points.length >= RAGE_CLICKS;
  return { burst: { points, reported: reported || isRage }, isRage };
}
