import type { Signal } from "../public/classifier-options.ts";
import type { Settings } from "../settings.ts";
import type { Capture, CaptureContext, PageReader } from "./capture-context.ts";
import { captureClicks, captureDeadClicks, captureRageClicks } from "./clicks.ts";
import { captureDwell, captureScroll } from "./engagement.ts";
import { captureErrors } from "./errors.ts";
import { captureFields, captureSearches, captureTexts } from "./inputs.ts";
import { capturePages } from "./pages.ts";

/** Every signal, in the order in which they learn of a page's end: its view before what it was like. */
const CAPTURES: { readonly [signal in Exclude<Signal, keyof PageReader["captures"]>]: Capture } = {
  pages: capturePages,
  dwell: captureDwell,
  scroll: captureScroll,
  clicks: captureClicks,
  "rage-clicks": captureRageClicks,
  "dead-clicks": captureDeadClicks,
  errors: captureErrors,
  searches: captureSearches,
  fields: captureFields,
  texts: captureTexts,
};

/** Whether a signal is to be captured. */
export function captures({ autoCapture }: Pick<Settings, "autoCapture">, signal: string): boolean {
  return autoCapture !== false && Object(autoCapture)[signal] !== false;
}

/** Starts every signal that the settings do not turn off. Returns the function that ends them. */
export function startCapture(settings: Pick<Settings, "autoCapture">, context: CaptureContext): () => void {
  const all: Readonly<Record<string, Capture>> = { ...CAPTURES, ...context.reader.captures };
  const ends = Object.entries(all).flatMap(([signal, capture]) =>
    captures(settings, signal) ? [capture(context)] : [],
  );
  return () => {
    for (const end of ends) end();
  };
}
