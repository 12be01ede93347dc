import type { Signal } from "../public/classifier-options.ts";
import type { Settings } from "../settings.ts";
import type { Capture, CaptureContext } from "./capture-context.ts";
import { captureClicks, captureDeadClicks, captureRageClicks } from "./clicks.ts";
import { captureDwell, captureScroll } from "./engagement.ts";
import { captureFields, captureSearches, captureTexts } from "./inputs.ts";
import { capturePages } from "./pages.ts";
import { captureShopSteps } from "./shop-steps.ts";

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

/** Every signal, in the order in which they learn of a page's end: what it was like before what comes next. */
const CAPTURES: { readonly [signal in Signal]: Capture } = {
  dwell: captureDwell,
  scroll: captureScroll,
  pages: capturePages,
  clicks: captureClicks,
  "rage-clicks": captureRageClicks,
  "dead-clicks": captureDeadClicks,
  errors: captureErrors,
  searches: captureSearches,
  fields: captureFields,
  texts: captureTexts,
  "shop-steps": captureShopSteps,
};

function isSignal(name: string): name is Signal {
  return name in CAPTURES;
}

/** Whether a signal is to be captured. */
export function captures({ autoCapture }: Pick<Settings, "autoCapture">, signal: Signal): boolean {
  return autoCapture !== false && Object(autoCapture)[signal] !== false;
}

/** Starts every signal that the settings do not turn off. Returns the function that ends them. */
export function startCapture(settings: Pick<Settings, "autoCapture">, context: CaptureContext): () => void {
  const wanted = Object.keys(CAPTURES)
    .filter(isSignal)
    .filter((signal) => captures(settings, signal));
  const ends = wanted.map((signal) => CAPTURES[signal](context));
  return () => {
    for (const end of ends) end();
  };
}
