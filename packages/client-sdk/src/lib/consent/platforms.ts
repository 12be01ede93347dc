import type { Purpose } from "@sedge/protocol";
import type { Source } from "./decision.ts";

/** Which platforms a page may have, and what reading them needs to know. */
export interface PlatformOptions {
  readonly tcf?: boolean | undefined;
  readonly tcfVendorId?: number | undefined;
  readonly googleConsentMode?: boolean | undefined;
}
type ChannelSeen = (source: Source, purposes: Purpose[]) => void;
type Platforms = Window & { readonly __tcfapi?: unknown; dataLayer?: unknown };

/** How often and how long a platform is waited for that loads after Sedge, in milliseconds. */
const POLL_MS = 500;
const PATIENCE_MS = 30_000;

/**
 * Listens to the consent platforms that the page has, or gets within half a minute. Their readers are loaded only for pages
 * that have one. Returns the function that ends it.
 */
export function listenToPlatforms(window: Platforms, options: PlatformOptions, seen: ChannelSeen): () => void {
  const stops: (() => void)[] = [];
  let stopped = false;
  let waitedMs = 0;
  let wantsTcf = options.tcf ?? true;
  let wantsConsentMode = options.googleConsentMode ?? true;
  const keep = (stop: () => void) => (stopped ? stop() : stops.push(stop));
  const look = () => {
    if (wantsTcf && typeof window.__tcfapi === "function") {
      wantsTcf = false;
      void import("./tcf.ts").then(({ listenToTcf }) =>
        keep(listenToTcf(window, options.tcfVendorId, (purposes) => seen("tcf", purposes))),
      );
    }
    if (wantsConsentMode && Array.isArray(window.dataLayer)) {
      wantsConsentMode = false;
      void import("./google-consent-mode.ts").then(({ listenToConsentMode }) =>
        keep(listenToConsentMode(window, (purposes) => seen("google-consent-mode", purposes))),
      );
    }
    waitedMs += POLL_MS;
    if (waitedMs > PATIENCE_MS || !(wantsTcf || wantsConsentMode)) clearInterval(timer);
  };
  const timer = setInterval(look, POLL_MS);
  look();
  return () => {
    stopped = true;
    clearInterval(timer);
    for (const stop of stops) stop();
  };
}
