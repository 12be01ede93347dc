import type { Page } from "playwright-core";
import * as v from "valibot";

const Frames = v.strictObject({
  /** IDs of the visible elements, whenever they changed, with the time in milliseconds since navigation start. */
  seen: v.array(v.strictObject({ at: v.number(), ids: v.string() })),
  /** The longest time between two frames, in milliseconds. It depends on the machine, not on the page. */
  longestMs: v.number(),
  /** Layout shifts without recent input, as the platform scores them. */
  shifts: v.array(v.number()),
});
export type Frames = v.InferOutput<typeof Frames>;

/** A script that records, from the first frame on, which of these elements are visible, and layout shifts. */
export function frameScript(ids: readonly string[]): string {
  return `<script>
    window.frames_ = { seen: [], longestMs: 0, shifts: [] };
    let before = performance.now();
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) frames_.shifts.push(entry.value);
    }).observe({ type: "layout-shift", buffered: true });
    (function look() {
      const now = performance.now();
      frames_.longestMs = Math.max(frames_.longestMs, now - before);
      before = now;
      const ids = ${JSON.stringify(ids)};
      const parts = ids.map((id) => document.getElementById(id));
      const seen = ids.filter((id, at) => parts[at] && parts[at].checkVisibility({ visibilityProperty: true })).join();
      const last = frames_.seen.at(-1);
      if (parts.every(Boolean) && (!last || last.ids !== seen)) frames_.seen.push({ at: now, ids: seen });
      requestAnimationFrame(look);
    })();
  </script>`;
}

/** The recorded frames. */
export async function framesOf(page: Page): Promise<Frames> {
  return v.parse(Frames, await page.evaluate(() => Reflect.get(window, "frames_")));
}
