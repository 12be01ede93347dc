import type { Purpose } from "@sedge/protocol";
import { oneOf, shape } from "../form.ts";
import type { Listen } from "./platform-reader.ts";

/** Consent types by name: `granted` or `denied`. */
export type Granted = Readonly<Record<string, string>>;

/** A `gtag("consent", "update", {…})` as it lies in `dataLayer`: an arguments object. Other entries are not looked into. */
const isUpdate = shape({ 0: oneOf("consent"), 1: oneOf("update"), 2: shape({}) });

/**
 * The consent types that the visitor has decided so far, with what an entry of `dataLayer` adds; null where it adds nothing.
 * A `default` is the site's own starting position, not the visitor's word, and counts for nothing either way.
 */
export function afterEntry(granted: Granted, entry: unknown): Granted | null {
  if (!isUpdate(entry)) return null;
  const stated = Object.entries(entry[2]).flatMap(([name, value]: [string, unknown]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
  return { ...granted, ...Object.fromEntries(stated) };
}

/**
 * Sedge's purposes under Google Consent Mode. `classify`: `analytics_storage`. `link`: also `functionality_storage` and
 * `personalization_storage`. `learn`: never, since no consent type asks for it. Null until `analytics_storage` is decided.
 */
export function consentModePurposes(granted: Granted): Purpose[] | null {
  const has = (name: string) => granted[name] === "granted";
  if (granted["analytics_storage"] === undefined) return null;
  if (!has("analytics_storage")) return [];
  return has("functionality_storage") && has("personalization_storage") ? ["classify", "link"] : ["classify"];
}

/**
 * Reads the page's `dataLayer`, and what is pushed to it from now on. Platforms repeat their update on every page, and it does not say when
 * the visitor decided: while the stored decision is about another text, only an update that differs from that decision counts. Returns the
 * function that ends it.
 */
export const listen: Listen = (window, _options, old, seen) => {
  let granted: Granted = {};
  let listening = true;
  const read = (entry: unknown) => {
    const after = listening ? afterEntry(granted, entry) : null;
    if (!after) return;
    granted = after;
    const purposes = consentModePurposes(after);
    const before = old();
    const isRepeat = before && (before.source !== "google-consent-mode" || before.purposes.join() === purposes?.join());
    if (purposes && !isRepeat) seen({ purposes });
  };
  const { dataLayer: layer } = window;
  if (!Array.isArray(layer)) return () => undefined;
  for (const entry of layer) read(entry);
  const push: unknown[]["push"] = layer.push;
  layer.push = (...entries: unknown[]) => {
    for (const entry of entries) read(entry);
    return push.apply(layer, entries);
  };
  return () => {
    listening = false;
  };
};
