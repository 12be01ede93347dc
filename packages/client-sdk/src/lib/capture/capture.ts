import type { Signal } from "../public/classifier-options.ts";
import type { Settings } from "../settings.ts";
import type { Capture, CaptureContext, PageReader } from "./capture-context.ts";
import { captureDwell, captureScroll } from "./engagement.ts";
import { captureFields, captureSearches, captureTexts } from "./inputs.ts";
import { capturePages } from "./pages.ts";

/** Every signal, in the order in which they learn of a page's end: what it was like before what comes next. */
const CAPTURES: { readonly [signal in Exclude<Signal, keyof PageReader["captures"]>]: Capture } = {
  dwell: captureDwell,
  scroll: captureScroll,
  pages: capturePages,
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
