import type { Source } from "./decision.ts";
import type { PlatformOptions, Platforms, Seen } from "./platform-reader.ts";

export type PlatformSeen = (source: Source, ...stated: Parameters<Seen>) => void;

/** How often and how long a platform is waited for that loads after Sedge, in milliseconds. */
export const POLL_MS = 500;
export const PATIENCE_MS = 30_000;

/**
 * Waits half a minute for a consent platform, and loads what listens to them only for pages that have one.
 *
 * @param signal - Ends it.
 */
export function watchPlatforms(
  window: Platforms,
  options: PlatformOptions,
  seen: PlatformSeen,
  signal: AbortSignal,
): void {
  let tries = PATIENCE_MS / POLL_MS;
  const look = () => {
    if (signal.aborted) return;
    if ((options.tcf !== false && window.__tcfapi) || (options.googleConsentMode !== false && window.dataLayer)) {
      void import("./platforms.ts").then(({ listenToPlatforms }) => {
        if (!signal.aborted) signal.addEventListener("abort", listenToPlatforms(window, options, seen));
      });
    } else if (tries-- > 0) setTimeout(look, POLL_MS);
  };
  look();
}
