import type { Channel } from "@sedge/protocol";

/** What `utm_medium` a page reads as the channel; a visit from another comes by whatever the link says. */
const MEDIA: Readonly<Partial<Record<Channel, string>>> = { email: "email", social: "social" };

/**
 * A landing link: the address with the channel's mark, where it has no `utm_medium` of its own, and the landing link in its
 * fragment, behind what that says already. Nothing else of the address is changed.
 *
 * @param fragment - As `sedge=…`; undefined for a link that carries nothing.
 */
export function landingLink(address: string, channel: Channel, fragment: string | undefined): string {
  const [, page = "", query = "", hash = ""] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(address) ?? [];
  const medium = MEDIA[channel];
  const isMarked = medium === undefined || /[?&]utm_medium=/i.test(query);
  const marked = isMarked ? query : `${query === "" || query === "?" ? "?" : `${query}&`}utm_medium=${medium}`;
  if (fragment === undefined) return page + marked + hash;
  return `${page}${marked}${hash === "" || hash === "#" ? "#" : `${hash}&`}${fragment}`;
}
