import type { Capture } from "./capture-context.ts";
import { watchAnswers } from "./click-answers.ts";
import { ACTIVE, CONTROL } from "./click-target.ts";
import { type ElementPath, nearest } from "./clicked-element.ts";
import { ENTRY, isUnseen } from "./unseen-answer.ts";

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
  /** Whether the page had answered it when the next one came. */
  readonly isAnswered?: boolean;
}

/** Clicks of the burst that may become, or has become, a rage click. */
export interface Burst {
  readonly points: readonly ClickPoint[];
  /** Whether it was reported: one burst is one rage click however long it goes on. */
  readonly reported: boolean;
}

export const NO_BURST: Burst = { points: [], reported: false };

/**
 * The burst with one click more, and whether that click makes it a rage click.
 *
 * @param isAnswered - Whether the page has answered the click before, as a stepper does: that one and those before it were no rage.
 */
export function afterClick(burst: Burst, click: ClickPoint, isAnswered = false): { burst: Burst; isRage: boolean } {
  const isNear = (point: ClickPoint) =>
    click.atMs - point.atMs <= RAGE_WINDOW_MS &&
    Math.abs(click.x - point.x) <= RAGE_RADIUS_PX &&
    Math.abs(click.y - point.y) <= RAGE_RADIUS_PX;
  const near = burst.points.filter(isNear).map((point) => (isAnswered ? { ...point, isAnswered } : point));
  const reported = burst.reported && near.length > 0;
  const points = [...near, click];
  const isRage = !reported && points.filter((point) => !point.isAnswered).length >= RAGE_CLICKS;
  return { burst: { points, reported: reported || isRage }, isRage };
}

/** Whether the clicks selected text, which is what two and three on a paragraph are for. */
function selectsText(path: ElementPath, window: Window & typeof globalThis): boolean {
  const [innermost] = path;
  const selection = window.document.getSelection();
  if (!innermost || nearest(path, `${ACTIVE},img`) || !selection || selection.isCollapsed) return false;
  // Text that looks like a button is none to select.
  return window.getComputedStyle(innermost).cursor !== "pointer" && selection.toString().trim() !== "";
}

/** How a control looks, as far as its markup says: not what shows that it is pressed, such as a ripple. */
function lookOf(element: Element): string {
  const icons = [...element.querySelectorAll("svg,img,i")].map((icon) => icon.outerHTML);
  return [(element.cloneNode() as Element).outerHTML, element.textContent, ...icons].join();
}

/** Signs that come with any click. */
const WITH_CLICK = new Set(["focusin", "selectionchange", "blur"]);

/** Rage clicks: three or more on one spot within a second that the page does not answer. */
export const captureRageClicks: Capture = ({ window, now, emit, navigations, onClick, ignores }) => {
  let burst = NO_BURST;
  let isAnswered = false;
  let last: { readonly element: Element; readonly look: string } | undefined;
  let stopWatch: (() => void) | undefined;
  const stop = () => {
    stopWatch?.();
    stopWatch = last = undefined;
    isAnswered = false;
  };
  const end = onClick(({ event, path }) => {
    // A click made by the keyboard or by code has no place: Enter held down is not rage.
    if (event.detail === 0) return;
    if (isUnseen(path) || nearest(path, ENTRY) || ignores(path, "rage") || selectsText(path, window)) {
      burst = NO_BURST;
      return stop();
    }
    const hasAnswer = isAnswered || (last !== undefined && lookOf(last.element) !== last.look);
    const after = afterClick(burst, { x: event.clientX, y: event.clientY, atMs: event.timeStamp }, hasAnswer);
    burst = after.burst;
    if (after.isRage) emit({ kind: "rage-click", at: now() });
    stop();
    const control = nearest(path, CONTROL);
    last = control && { element: control, look: lookOf(control) };
    const stopAnswers = watchAnswers(window, ({ element, type }) => {
      isAnswered ||= element ? !control?.contains(element) : !WITH_CLICK.has(type);
    });
    const timer = setTimeout(stop, RAGE_WINDOW_MS);
    stopWatch = () => {
      stopAnswers();
      clearTimeout(timer);
    };
  });
  navigations.onLeave(stop);
  return () => {
    stop();
    end();
  };
};
