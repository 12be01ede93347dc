import type { Source } from "./decision.ts";
import type { Listen, PlatformOptions, Platforms, Seen } from "./platform-reader.ts";

type PlatformSeen = (source: Source, ...stated: Parameters<Seen>) => void;

/** How often and how long a platform is waited for that loads after Sedge, in milliseconds. */
const POLL_MS = 500;
const PATIENCE_MS = 30_000;

/**
 * Listens to the consent platforms that the page has, or gets within half a minute. Their readers are loaded only for pages
 * that have one. Returns the function that ends it.
 */
export function listenToPlatforms(window: Platforms, options: PlatformOptions, seen: PlatformSeen): () => void {
  const stops: (() => void)[] = [];
  let stopped = false;
  let waitedMs = 0;
  let wantsTcf = options.tcf ?? true;
  let wantsConsentMode = options.googleConsentMode ?? true;
  const listen = async (source: Source, reader: Promise<{ readonly listen: Listen }>) => {
    const stop = (await reader).listen(window, options, (...stated) => seen(source, ...stated));
    if (stopped) stop();
    else stops.push(stop);
  };
  const look = () => {
    if (wantsTcf && window.__tcfapi) {
      wantsTcf = false;
      void listen("tcf", import("./tcf.ts"));
    }
    if (wantsConsentMode && window.dataLayer) {
      wantsConsentMode = false;
      void listen("google-consent-mode", import("./google-consent-mode.ts"));
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
