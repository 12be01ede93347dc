import type { Capture } from "./capture-context.ts";
import { ACTIVE } from "./target-kind.ts";

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
export const captureDeadClicks: Capture = ({ window, now, emit, turns }) => {
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
  turns.onLeave(alive);
  return () => {
    alive();
    document.removeEventListener("click", clicked, options);
  };
};
