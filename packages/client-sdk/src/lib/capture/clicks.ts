import type { CLICK_TARGETS } from "@sedge/features";
import type { Capture } from "./capture-context.ts";

const ITEM = '[data-sedge-item],[itemtype*="schema.org/Product"]';
const FIELD =
  "input:not([type=button]):not([type=submit]):not([type=reset]):not([type=image]),textarea,select,label,[contenteditable=true]";
const BUTTON = "button,[role=button],input,summary,[data-sedge-action]";
const LINK = "a[href],area[href],[role=link]";

/** Things that look as though a click would do something. */
export const ACTIVE = `${BUTTON},${LINK},[onclick],[role=tab],[role=menuitem],[role=option],[role=switch]`;

/**
 * What a click landed on, by the nearest element that says so; a link in a list's entry, and the entry itself, are an
 * item, a button in it is a button.
 */
export function targetKind(target: Element): (typeof CLICK_TARGETS)[number] {
  const nearest = target.closest(`${FIELD},${BUTTON},${LINK}`);
  if (nearest?.matches(FIELD)) return "field";
  if (nearest?.matches(BUTTON)) return "button";
  if (target.closest(ITEM)) return "item";
  return nearest ? "link" : "other";
}

/** Clicks, by the kind of thing they land on. */
export const captureClicks: Capture = ({ window, now, emit }) => {
  const clicked = ({ target }: Event) => {
    if (target instanceof window.Element) emit({ kind: "click", at: now(), target: targetKind(target) });
  };
  const options = { capture: true, passive: true };
  window.document.addEventListener("click", clicked, options);
  return () => window.document.removeEventListener("click", clicked, options);
};

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

/** Rage clicks: three or more on one spot within a second. */
export const captureRageClicks: Capture = ({ window, now, emit }) => {
  let burst = NO_BURST;
  const clicked = (event: MouseEvent) => {
    // A click made by the keyboard or by code has no place: Enter held down is not rage.
    if (event.detail === 0) return;
    const after = afterClick(burst, { x: event.clientX, y: event.clientY, atMs: event.timeStamp });
    burst = after.burst;
    if (after.isRage) emit({ kind: "rage-click", at: now() });
  };
  const options = { capture: true, passive: true };
  window.document.addEventListener("click", clicked, options);
  return () => window.document.removeEventListener("click", clicked, options);
};

/**
 * How long something may take to happen after a click, in milliseconds. Nielsen's limit for a system to show that it is at
 * work is one second; a second more keeps slow devices from being counted as broken pages.
 */
export const DEAD_AFTER_MS = 2_000;

/** Events that show that something happened: a form at work, a change of focus, a new page, a scroll, a window on top. */
const SIGNS_OF_LIFE = [
  "submit",
  "input",
  "change",
  "focusin",
  "scroll",
  "selectionchange",
  "toggle",
  "play",
  "visibilitychange",
];
const WINDOW_SIGNS = ["pagehide", "beforeunload", "popstate", "hashchange", "blur"];

/** Whether the browser itself follows the link, however long the answer takes, so that silence means nothing. */
function isFollowed(event: MouseEvent, link: Element | null): boolean {
  const href = link?.getAttribute("href")?.trim() ?? "";
  return !event.defaultPrevented && href !== "" && !href.startsWith("#") && !/^javascript:/i.test(href);
}

/** Whether a change is the page's own, and not of a part that changes by itself (`data-sedge-ignore`). */
function isOfPage({ target }: MutationRecord): boolean {
  const element = target instanceof Element ? target : target.parentElement;
  return !element?.closest("[data-sedge-ignore]");
}

/**
 * Dead clicks: a click on something that looks active, after which for two seconds the document does not change, nothing
 * gets focus, is selected, scrolls, opens or loads. Watches the document only in these two seconds.
 */
export const captureDeadClicks: Capture = ({ window, now, emit, navigations }) => {
  const { document } = window;
  let end: AbortController | undefined;
  const alive = () => end?.abort();
  const clicked = (event: MouseEvent) => {
    const { target } = event;
    const active = target instanceof window.Element ? target.closest(ACTIVE) : null;
    // A field answers a click by taking the focus, which it may have already.
    if (!active || active.matches("input:not([type=button]):not([type=submit]),textarea,select")) return;
    alive();
    const watch = new AbortController();
    end = watch;
    const observer = new MutationObserver((changes) => changes.some(isOfPage) && alive());
    const timer = setTimeout(() => {
      if (!isFollowed(event, active.closest("a[href],area[href]"))) emit({ kind: "dead-click", at: now() });
      alive();
    }, DEAD_AFTER_MS);
    watch.signal.addEventListener("abort", () => {
      observer.disconnect();
      clearTimeout(timer);
    });
    const options = { signal: watch.signal, capture: true, passive: true };
    // What belongs to the click itself (focus, selection) comes before it; what it causes comes from here on.
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    for (const sign of SIGNS_OF_LIFE) document.addEventListener(sign, alive, options);
    for (const sign of WINDOW_SIGNS) window.addEventListener(sign, alive, options);
  };
  const options = { capture: true, passive: true };
  document.addEventListener("click", clicked, options);
  navigations.onLeave(alive);
  return () => {
    alive();
    document.removeEventListener("click", clicked, options);
  };
};
