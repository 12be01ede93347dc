import type { Capture } from "./capture-context.ts";
import { targetKind } from "./click-target.ts";

/** Clicks, by the kind of thing they land on. */
export const captureClicks: Capture = ({ now, emit, onClick, ignores }) =>
  onClick(({ path }) => {
    if (!ignores(path, "clicks")) emit({ kind: "click", at: now(), target: targetKind(path) });
  });
