import type { Capture } from "./capture-context.ts";

/** Adds up the time in which a page could be seen. Times are milliseconds of a steady clock. */
export class VisibleTime {
  #totalMs = 0;
  #since: number | null;

  constructor(visible: boolean, atMs: number) {
    this.#since = visible ? atMs : null;
  }

  change(visible: boolean, atMs: number): void {
    if (this.#since !== null) this.#totalMs += Math.max(0, atMs - this.#since);
    this.#since = visible ? atMs : null;
  }

  /** Seconds seen since the last call, or since the start. */
  drainSeconds(atMs: number): number {
    this.change(this.#since !== null, atMs);
    const seconds = this.#totalMs / 1_000;
    this.#totalMs = 0;
    return seconds;
  }
}

/** Longest stay in one event, in seconds: a day. */
const MAX_SECONDS = 86_400;

/** How long each page was visible, reported when it is left. */
export const captureDwell: Capture = ({ window, now, emit, navigations }) => {
  const { document, performance } = window;
  const isVisible = () => document.visibilityState === "visible";
  const time = new VisibleTime(isVisible(), performance.now());
  const changed = () => time.change(isVisible(), performance.now());
  document.addEventListener("visibilitychange", changed);
  navigations.onLeave(() => {
    const seconds = Math.min(MAX_SECONDS, time.drainSeconds(performance.now()));
    emit({ kind: "dwell", at: now(), seconds });
  });
  return () => document.removeEventListener("visibilitychange", changed);
};

/** Depth of a page's lowest visible point, 0 to 1 of its height. Lengths in CSS pixels. */
export function scrollDepth(scrolled: number, viewport: number, height: number): number {
  return height > 0 ? Math.min(1, Math.max(0, (scrolled + viewport) / height)) : 0;
}

/**
 * How deep each page was scrolled, reported when it is left. The listener only asks for a measurement; it is taken in a task
 * after the next frame, when the layout is clean, since reading a height before would force one.
 */
export const captureScroll: Capture = ({ window, now, emit, navigations }) => {
  let deepest = 0;
  let asked = false;
  const measure = () => {
    asked = false;
    const height = window.document.documentElement.scrollHeight;
    deepest = Math.max(deepest, scrollDepth(window.scrollY, window.innerHeight, height));
  };
  const ask = () => {
    if (asked) return;
    asked = true;
    window.requestAnimationFrame(() => setTimeout(measure));
  };
  window.addEventListener("scroll", ask, { passive: true });
  navigations.onEnter(ask);
  navigations.onLeave(() => {
    if (deepest > 0) emit({ kind: "scroll", at: now(), depth: deepest });
    deepest = 0;
  });
  return () => window.removeEventListener("scroll", ask);
};
