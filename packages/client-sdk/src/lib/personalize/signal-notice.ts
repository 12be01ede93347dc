import type { ConsentState } from "../public/consent.ts";
import { SIGNAL_NOTICE } from "./attributes.ts";

/** Whose Global Privacy Control is honoured: this browser's, or that of another device of the person. */
export type HonouredSignal = "browser" | "profile" | null;

export function honouredSignal({
  globalPrivacyControl,
  profileSignal,
}: Pick<ConsentState, "globalPrivacyControl" | "profileSignal">): HonouredSignal {
  if (globalPrivacyControl) return "browser";
  return profileSignal === "honoured" ? "profile" : null;
}

/** For each signal the attribute with the page's own words, and ours. */
const WORDS = {
  browser: [SIGNAL_NOTICE, "Your Global Privacy Control signal is honoured."],
  profile: [`${SIGNAL_NOTICE}-profile`, "The Global Privacy Control signal of another of your devices is honoured."],
} as const;

/** What we have put into each of the page's elements. */
const texts = new WeakMap<Element, HTMLElement>();

/**
 * The text in each of the page's `data-sedge-gpc` elements, and whether it is to be seen. The page's element is a status for screen readers, and
 * stays on the page, as a change is only announced in an element that was there before.
 */
export function signalNotices(document: Document, signal: HonouredSignal): Map<Element, boolean> {
  const regions = [...document.querySelectorAll(`[${SIGNAL_NOTICE}]`)];
  return new Map(regions.map((region) => [textIn(region, signal), signal !== null]));
}

function textIn(region: Element, signal: HonouredSignal): HTMLElement {
  const text = texts.get(region) ?? region.ownerDocument.createElement("span");
  if (!texts.has(region)) {
    texts.set(region, text);
    text.hidden = true;
    if (!region.hasAttribute("role")) region.setAttribute("role", "status");
    region.append(text);
  }
  if (!signal) return text;
  const [attribute, english] = WORDS[signal];
  const own = region.getAttribute(attribute);
  const words = own || english;
  if (text.textContent !== words) text.textContent = words;
  // Ours is English, whatever the page is written in.
  if (own) text.removeAttribute("lang");
  else text.lang = "en";
  return text;
}
