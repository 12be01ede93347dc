import type { Announcement } from "./announcement.ts";
import { dataLayerAnnouncements } from "./data-layer-entry.ts";

/**
 * Reads the page's `dataLayer`, what lies in it and what is pushed from now on; makes it where the page has none yet, as each
 * user of it does. Every entry goes on as it came. Returns the function that ends it.
 */
export function readDataLayer(
  window: Window & { dataLayer?: unknown },
  seen: (announcement: Announcement) => void,
): () => void {
  const layer: unknown = (window.dataLayer ??= []);
  if (!Array.isArray(layer)) return () => undefined;
  let isReading = true;
  const read = (entry: unknown) => {
    if (isReading) for (const announcement of dataLayerAnnouncements(entry)) seen(announcement);
  };
  for (const entry of layer) read(entry);
  const push: unknown[]["push"] = layer.push;
  layer.push = (...entries: unknown[]) => {
    const length = push.apply(layer, entries);
    for (const entry of entries) read(entry);
    return length;
  };
  return () => {
    isReading = false;
  };
}
