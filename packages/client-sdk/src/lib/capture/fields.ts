import type { Capture } from "./capture-context.ts";

/** Form fields used: once each, when the first input arrives. The value is never read, nor which field it is. */
export const captureFields: Capture = ({ window, now, emit }) => {
  const used = new WeakSet<EventTarget>();
  const typed = ({ target }: Event) => {
    if (!target || used.has(target)) return;
    used.add(target);
    emit({ kind: "field-used", at: now() });
  };
  const options = { capture: true, passive: true };
  window.document.addEventListener("input", typed, options);
  return () => window.document.removeEventListener("input", typed, options);
};
