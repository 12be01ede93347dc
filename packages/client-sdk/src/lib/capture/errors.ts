import type { Capture } from "./capture-context.ts";
import { SedgeError } from "../sedge-error.ts";

/** Most errors reported of one page: a loop that throws adds no more. */
export const MAX_ERRORS_PER_PAGE = 20;

/** A notice that browsers report as an error: sizes changed again while they were observed, and the next frame has them. */
const NOTICE = /^(?:Uncaught (?:Error: )?)?ResizeObserver loop/;
/** All that a browser says of an error in another origin's script. */
const WITHHELD = /^Script error\.?$/;

/**
 * JavaScript errors and unhandled rejections: only that one happened, never its message. Not: the browser's notices and Sedge's own
 * rejections. Errors of other origins' scripts, which look all alike, count once a page.
 */
export const captureErrors: Capture = ({ window, now, emit, navigations }) => {
  let left = MAX_ERRORS_PER_PAGE;
  let isWithheldSeen = false;
  const failed = (cause: unknown, message = "") => {
    if (cause instanceof SedgeError || NOTICE.test(message)) return;
    if (WITHHELD.test(message)) {
      if (isWithheldSeen) return;
      isWithheldSeen = true;
    }
    if (left-- > 0) emit({ kind: "error", at: now() });
  };
  const threw = ({ error, message }: ErrorEvent) => failed(error, message);
  const rejected = ({ reason }: PromiseRejectionEvent) => failed(reason);
  navigations.onLeave(() => {
    left = MAX_ERRORS_PER_PAGE;
    isWithheldSeen = false;
  });
  window.addEventListener("error", threw);
  window.addEventListener("unhandledrejection", rejected);
  return () => {
    window.removeEventListener("error", threw);
    window.removeEventListener("unhandledrejection", rejected);
  };
};
