import type { Source } from "./decision.ts";
import * as googleConsentMode from "./google-consent-mode.ts";
import {
  type Listen,
  type PlatformOptions,
  type Platforms,
  type PlatformSeen,
  POLL_MS,
  type Seen,
} from "./platform-reader.ts";
import * as tcf from "./tcf.ts";

/** Listens to the platforms that the page has, or gets later. Returns the function that ends it. */
export function listenToPlatforms(window: Platforms, options: PlatformOptions, seen: PlatformSeen): () => void {
  const stops: (() => void)[] = [];
  let wantsTcf = options.tcf ?? true;
  let layer: unknown;
  const listen = (source: Source, reader: { readonly listen: Listen }) =>
    stops.push(reader.listen(window, options, (...stated: Parameters<Seen>) => seen(source, ...stated)));
  const look = () => {
    if (wantsTcf && tcf.findApi(window)) {
      wantsTcf = false;
      listen("tcf", tcf);
    }
    // A page may set another list in the first one's place, after its tags: `dataLayer = []`.
    if (options.googleConsentMode !== false && window.dataLayer && window.dataLayer !== layer) {
      layer = window.dataLayer;
      listen("google-consent-mode", googleConsentMode);
    }
  };
  const timer = setInterval(look, POLL_MS);
  look();
  return () => {
    clearInterval(timer);
    for (const stop of stops) stop();
  };
}
