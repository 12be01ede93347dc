import { addressOf } from "../address.ts";

/** What the landing address contains, read at once, before another script of the page can look. */
export interface Landing {
  /** Secret of a landing link, 22 characters of base64url; undefined for none. */
  readonly landingLink: string | undefined;
  /** The address's query, and the page that the visitor came from. They stay on this page and are kept nowhere. */
  readonly search: string;
  readonly referrer: string;
  readonly host: string;
}

/** The fragment's parameter that a landing link carries a landing link in, alone or beside others. */
const LANDING_LINK = /(^#|&)sedge=([\w-]{22})(?:&|$)/;

/**
 * Reads how the visitor came. A landing link is taken out of the address bar and the history at once, so that it is in no bookmark,
 * no copied link and no other script's hands; the rest of the fragment stays.
 */
export function readLanding({ location, history, document }: Window): Landing {
  const { hash, search, pathname, host } = location;
  const [, before, landingLink] = LANDING_LINK.exec(hash) ?? [];
  if (landingLink !== undefined) {
    const rest = hash.replace(LANDING_LINK, before === "#" ? "#" : "&").replace(/[#&]$/, "");
    history.replaceState(history.state, "", pathname + search + rest);
  }
  return { landingLink, search, referrer: document.referrer, host };
}

/** Whether there is something to find out: a landing link, or a way in from elsewhere that has left a trace. */
export function isTelling({ landingLink, search, referrer, host }: Landing): boolean {
  return landingLink !== undefined || isFromElsewhere(referrer, host) || (referrer === "" && search !== "");
}

/** Whether a referrer is another site's page. */
export function isFromElsewhere(referrer: string, host: string): boolean {
  const from = addressOf(referrer);
  return from !== undefined && from.host !== host;
}
