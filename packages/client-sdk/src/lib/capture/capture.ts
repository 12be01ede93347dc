import type { Signal } from "../public/classifier-options.ts";
import type { Settings } from "../settings.ts";
import { captures } from "../settings.ts";
import type { Capture, CaptureContext } from "./capture-context.ts";
import { captureClicks } from "./clicks.ts";
import { captureDeadClicks } from "./dead-clicks.ts";
import { captureDwell } from "./dwell.ts";
import { captureErrors } from "./errors.ts";
import { captureFields } from "./fields.ts";
import { capturePages } from "./pages.ts";
import { captureRageClicks } from "./rage-clicks.ts";
import { captureScroll } from "./scroll.ts";
import { captureSearches } from "./searches.ts";
import { captureShopSteps } from "./shop-steps.ts";
import { captureTexts } from "./texts.ts";

/** Every signal, in the order in which they hear of a page's end: what it was like before what comes next. */
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
