import type { Capture } from "./capture-context.ts";
import { targetKind } from "./target-kind.ts";

/** Clicks, by the kind of thing they land on. */
export const captureClicks: Capture = ({ window, now, emit }) => {
  const clicked = ({ target }: Event) => {
    if (target instanceof window.Element) emit({ kind: "click", at: now(), target: targetKind(target) });
  };
  const options = { capture: true, passive: true };
  window.document.addEventListener("click", clicked, options);
  return () => window.document.removeEventListener("click", clicked, options);
};
