import type { Purpose } from "@sedge/protocol";
import { oneOf, shape } from "../form.ts";
import type { Listen } from "./platform-reader.ts";

/** Consent types by name: `granted` or `denied`. */
export type Granted = Readonly<Record<string, string>>;

/** A `gtag("consent", "update", {…})` as it lies in `dataLayer`: an arguments object. */
const isUpdate = shape({ 0: oneOf("consent"), 1: oneOf("update"), 2: shape({}) });
/** An update that Tag Manager reports to Sedge's template, which `dataLayer` need not show. Other entries are not looked into. */
const isForwarded = shape({ sedge_consent_update: shape({}) });

/**
 * The consent types that the visitor has decided so far, with what an entry of `dataLayer` adds; null where it adds nothing.
 * A `default` is the site's own starting position, not the visitor's word, and counts for nothing either way.
 */
export function afterEntry(granted: Granted, entry: unknown): Granted | null {
  const update = isUpdate(entry) ? entry[2] : isForwarded(entry) ? entry.sedge_consent_update : null;
  if (!update) return null;
  const stated = Object.entries(update).flatMap(([name, value]: [string, unknown]) =>
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
 * Reads the page's `dataLayer`, and what is pushed to it from now on. An update does not say when the visitor decided, and platforms repeat
 * theirs on every page, in one piece or several. So none is an answer, but a refusal, which counts whenever it was made. Returns the
 * function that ends it.
 */
export const listen: Listen = (window, _options, seen) => {
  let granted: Granted = {};
  let listening = true;
  const read = (entry: unknown) => {
    const after = listening ? afterEntry(granted, entry) : null;
    if (!after) return;
    granted = after;
    const purposes = consentModePurposes(after);
    if (purposes) seen({ purposes }, purposes.length === 0);
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
