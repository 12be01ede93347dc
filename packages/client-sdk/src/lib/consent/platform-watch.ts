import { PATIENCE_MS, type PlatformOptions, type Platforms, type PlatformSeen, POLL_MS } from "./platform-reader.ts";

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
