import * as v from "valibot";
import type { SedgeEvent } from "../event.ts";
import { oneMore } from "../tally.ts";

/**
 * Names of `track` for a contact with the site, as the site's code states them. A chat text that the page passes to the
 * classifier is a contact too; several texts of one conversation are one.
 */
export const CONTACT_EVENTS: readonly string[] = ["contact", "chat-start", "callback-request"];
/** Texts within this time of each other are one conversation, in milliseconds: a session's own half hour. */
const CONVERSATION_MS = 30 * 60 * 1_000;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The way to help, to a contact, and on from there. */
export const ContactPath = v.strictObject({
  /** Support pages seen before the first contact. */
  helpBefore: count,
  contacts: count,
  contactAt: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
  /** Searches made, and support pages opened, after a contact. */
  searchesAfter: count,
  helpAfter: count,
});
export type ContactPath = v.InferOutput<typeof ContactPath>;

export const NO_CONTACT: ContactPath = { helpBefore: 0, contacts: 0, contactAt: null, searchesAfter: 0, helpAfter: 0 };

/** The path after one event more. Pure; no count ever falls. */
export function onContactPath(path: ContactPath, event: SedgeEvent): ContactPath {
  const contacted = path.contacts > 0;
  switch (event.kind) {
    case "page-view":
      if (event.page !== "support") return path;
      return contacted
        ? { ...path, helpAfter: oneMore(path.helpAfter) }
        : { ...path, helpBefore: oneMore(path.helpBefore) };
    case "search":
      return contacted ? { ...path, searchesAfter: oneMore(path.searchesAfter) } : path;
    case "custom":
      return CONTACT_EVENTS.includes(event.name) ? withContact(path, event.at) : path;
    case "text-scored": {
      if (event.source !== "chat") return path;
      const goesOn = path.contactAt !== null && event.at - path.contactAt <= CONVERSATION_MS;
      return goesOn ? { ...path, contactAt: Math.max(path.contactAt ?? 0, event.at) } : withContact(path, event.at);
    }
    default:
      return path;
  }
}

function withContact(path: ContactPath, at: number): ContactPath {
  return { ...path, contacts: oneMore(path.contacts), contactAt: at };
}
