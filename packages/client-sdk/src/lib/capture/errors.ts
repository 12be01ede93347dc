import type { Capture } from "./capture-context.ts";

/** Most errors reported of one page: a loop that throws adds no more. */
export const MAX_ERRORS_PER_PAGE = 20;

/** JavaScript errors and unhandled rejections: only that one happened, never its message. */
export const captureErrors: Capture = ({ window, now, emit, navigations }) => {
  let left = MAX_ERRORS_PER_PAGE;
  const failed = () => {
    if (left-- > 0) emit({ kind: "error", at: now() });
  };
  navigations.onLeave(() => (left = MAX_ERRORS_PER_PAGE));
  window.addEventListener("error", failed);
  window.addEventListener("unhandledrejection", failed);
  return () => {
    window.removeEventListener("error", failed);
    window.removeEventListener("unhandledrejection", failed);
  };
};
