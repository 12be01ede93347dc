import type { Capture } from "./capture-context.ts";
import { afterClick, NO_BURST } from "./rage-detector.ts";

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
