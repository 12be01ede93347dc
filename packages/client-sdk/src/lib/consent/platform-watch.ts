import { type PlatformOptions, type Platforms, type PlatformSeen, POLL_MS, SLOW_POLL_MS } from "./platform-reader.ts";

/**
 * Looks for a consent platform for as long as the page lives, and loads what listens to them only for pages that have one. A page in a frame may have
 * its platform in the page around it.
 *
 * @param signal - Ends it.
 */
export function watchPlatforms(
  window: Platforms,
  options: PlatformOptions,
  seen: PlatformSeen,
  signal: AbortSignal,
): void {
  let waitMs = POLL_MS;
  const look = () => {
    if (signal.aborted) return;
    const { __tcfapi, parent, dataLayer } = window;
    const hasTcf = options.tcf !== false && (__tcfapi || (parent && parent !== window));
    if (hasTcf || (options.googleConsentMode !== false && dataLayer)) {
      import("./platforms.ts").then(
        ({ listenToPlatforms }) => {
          if (!signal.aborted) signal.addEventListener("abort", listenToPlatforms(window, options, seen));
        },
        // The network is down: a decision of the platform must not be missed for it.
        again,
      );
    } else again();
  };
  const again = () => {
    waitMs = Math.min(waitMs * 1.1, SLOW_POLL_MS);
    setTimeout(look, waitMs);
  };
  look();
}
