import type { Capture } from "./capture-context.ts";

/** Depth of a page's lowest visible point, 0 to 1 of its height. Lengths in CSS pixels. */
export function scrollDepth(scrolled: number, viewport: number, height: number): number {
  return height > 0 ? Math.min(1, Math.max(0, (scrolled + viewport) / height)) : 0;
}

/**
 * How deep each page was scrolled, told when it is left. The listener only asks for a measurement; it is taken in a task
 * after the next frame, when the layout is clean, since reading a height before would force one.
 */
export const captureScroll: Capture = ({ window, now, emit, turns }) => {
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
  turns.onEnter(ask);
  turns.onLeave(() => {
    if (deepest > 0) emit({ kind: "scroll", at: now(), depth: deepest });
    deepest = 0;
  });
  return () => window.removeEventListener("scroll", ask);
};
