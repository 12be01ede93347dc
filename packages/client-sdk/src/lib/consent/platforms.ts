import type { Source } from "./decision.ts";
import * as googleConsentMode from "./google-consent-mode.ts";
import {
  type Listen,
  PATIENCE_MS,
  type PlatformOptions,
  type Platforms,
  type PlatformSeen,
  POLL_MS,
  type Seen,
} from "./platform-reader.ts";
import * as tcf from "./tcf.ts";

/** Listens to the platforms that the page has, or gets within half a minute. Returns the function that ends it. */
export function listenToPlatforms(window: Platforms, options: PlatformOptions, seen: PlatformSeen): () => void {
  const stops: (() => void)[] = [];
  let waitedMs = 0;
  let wantsTcf = options.tcf ?? true;
  let wantsConsentMode = options.googleConsentMode ?? true;
  const listen = (source: Source, reader: { readonly listen: Listen }) =>
    stops.push(reader.listen(window, options, (...stated: Parameters<Seen>) => seen(source, ...stated)));
  const look = () => {
    if (wantsTcf && window.__tcfapi) {
      wantsTcf = false;
      listen("tcf", tcf);
    }
    if (wantsConsentMode && window.dataLayer) {
      wantsConsentMode = false;
      listen("google-consent-mode", googleConsentMode);
    }
    waitedMs += POLL_MS;
    if (waitedMs > PATIENCE_MS || !(wantsTcf || wantsConsentMode)) clearInterval(timer);
  };
  const timer = setInterval(look, POLL_MS);
  look();
  return () => {
    clearInterval(timer);
    for (const stop of stops) stop();
  };
}
