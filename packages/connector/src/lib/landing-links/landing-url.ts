import type { Channel } from "@sedge/protocol";

/** The `utm_medium` that a page reads as the channel. Other channels have none. */
const MEDIA: Readonly<Partial<Record<Channel, string>>> = { email: "email", social: "social" };

/**
 * Builds a landing link: adds the channel's `utm_medium` if the URL has none, and appends the token to the URL's
 * fragment. The rest of the URL is unchanged.
 *
 * @param fragment - In the form `sedge=…`; undefined for a link without a token.
 */
export function landingLink(address: string, channel: Channel, fragment: string | undefined): string {
  const [, page = "", query = "", hash = ""] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(address) ?? [];
  const medium = MEDIA[channel];
  const isMarked = medium === undefined || /[?&]utm_medium=/i.test(query);
  const marked = isMarked ? query : `${query === "" || query === "?" ? "?" : `${query}&`}utm_medium=${medium}`;
  if (fragment === undefined) return page + marked + hash;
  return `${page}${marked}${hash === "" || hash === "#" ? "#" : `${hash}&`}${fragment}`;
}
