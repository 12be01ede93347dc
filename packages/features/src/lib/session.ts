import * as v from "valibot";
import { Arrival, latestArrival } from "./arrival.ts";
import { CLICK_TARGETS, EVENT_KINDS, PAGE_KINDS, PageKind, type SedgeEvent } from "./event.ts";
import { NO_STRUGGLE, Struggle, struggleOn } from "./friction/struggle.ts";
import { EMPTY_TRAIL, follow, ProductTrail } from "./product-trail.ts";
import { NO_RETURN, ReturnTrail, withReturn } from "./intent/return-trail.ts";
import { ContactPath, NO_CONTACT, onContactPath } from "./resolution/contact-path.ts";
import { oneMore, tally } from "./tally.ts";

/** A session ends after this long without an event, in milliseconds: half an hour, as in web analytics since Catledge and Pitkow (1995). */
export const SESSION_TIMEOUT_MS = 30 * 60 * 1_000;
/** Most visible seconds that a session adds up, a week. */
const MAX_SECONDS = 604_800;

const time = v.pipe(v.number(), v.finite(), v.minValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const seconds = v.pipe(v.number(), v.finite(), v.minValue(0));
const depth = v.pipe(v.number(), v.finite(), v.minValue(0));

/**
 * What a device remembers of a session: counts, sums and short lists of fixed size, never the events. Plain JSON, under
 * 8 KB however long the session is, and good to store in IndexedDB.
 */
export const Session = v.strictObject({
  /** Milliseconds since 1970 by the device's clock. */
  startedAt: time,
  lastAt: time,
  /** Number of this session on this installation, 1 the first. */
  visit: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Kind of the page that is open; null before the first page view. */
  page: v.nullable(PageKind),
  /** By kind. A missing kind is 0, so that a session stored before a kind was added is still read. */
  events: v.strictObject(v.entriesFromList(EVENT_KINDS, v.optional(count, 0))),
  pages: v.strictObject(v.entriesFromList(PAGE_KINDS, count)),
  /** Visible seconds on pages of each kind. */
  dwell: v.strictObject(v.entriesFromList(PAGE_KINDS, seconds)),
  clicks: v.strictObject(v.entriesFromList(CLICK_TARGETS, count)),
  repeatedSearches: count,
  scroll: v.strictObject({ sum: depth, deepest: depth }),
  products: ProductTrail,
  returns: ReturnTrail,
  struggle: Struggle,
  contact: ContactPath,
  /** How the visit arrived; not there while nothing is known. No feature of a model or codebook. */
  arrival: v.optional(Arrival),
});
export type Session = v.InferOutput<typeof Session>;

function zeros<Key extends string>(keys: readonly Key[]): Record<Key, number>;
function zeros(keys: readonly string[]): Record<string, number> {
  return Object.fromEntries(keys.map((key) => [key, 0]));
}

/** A session with no event yet. `at`: milliseconds since 1970. It is the installation's first. */
export function emptySession(at: number): Session {
  return {
    startedAt: at,
    lastAt: at,
    visit: 1,
    page: null,
    events: zeros(EVENT_KINDS),
    pages: zeros(PAGE_KINDS),
    dwell: zeros(PAGE_KINDS),
    clicks: zeros(CLICK_TARGETS),
    repeatedSearches: 0,
    scroll: { sum: 0, deepest: 0 },
    products: EMPTY_TRAIL,
    returns: NO_RETURN,
    struggle: NO_STRUGGLE,
    contact: NO_CONTACT,
  };
}

/** Whether an event at `at` (milliseconds since 1970) belongs to a new session. A clock set back does not end one. */
export function isOver(session: Session, at: number): boolean {
  return at - session.lastAt >= SESSION_TIMEOUT_MS;
}

/**
 * The session with one event more; the next session, if the event comes half an hour after the last. Pure. The page
 * that is open stays open across that border, so that what happens on it then is not lost.
 */
export function advance(session: Session, event: SedgeEvent): Session {
  const current = isOver(session, activeSince(event)) ? nextSession(session, event.at) : session;
  const counted = {
    ...current,
    lastAt: Math.max(current.lastAt, event.at),
    events: tally(current.events, event.kind),
    returns: withReturn(current.returns, event, current.products),
    struggle: struggleOn(current.struggle, event, current.page),
    contact: onContactPath(current.contact, event),
  };
  return withDetail(counted, event);
}

function arrived(session: Session, event: { readonly arrival?: Arrival | undefined }): Pick<Session, "arrival"> {
  const arrival = latestArrival(session.arrival, event.arrival);
  return arrival ? { arrival } : {};
}

/** Reading is being there: a dwell of forty minutes began with its page, it does not end the session it happened in. */
function activeSince(event: SedgeEvent): number {
  return event.kind === "dwell" ? event.at - event.seconds * 1_000 : event.at;
}

function nextSession(session: Session, at: number): Session {
  const wasEmpty = Object.values(session.events).every((events) => events === 0);
  return {
    ...emptySession(at),
    page: session.page,
    visit: wasEmpty ? session.visit : oneMore(session.visit),
  };
}

function withDetail(session: Session, event: SedgeEvent): Session {
  switch (event.kind) {
    case "page-view":
      return {
        ...session,
        page: event.page,
        pages: tally(session.pages, event.page),
        products: event.page === "product" ? follow(session.products, event) : session.products,
        ...arrived(session, event),
      };
    case "dwell": {
      const page = session.page ?? "other";
      const total = Math.min(session.dwell[page] + event.seconds, MAX_SECONDS);
      return { ...session, dwell: { ...session.dwell, [page]: total } };
    }
    case "scroll": {
      const { sum, deepest } = session.scroll;
      return { ...session, scroll: { sum: sum + event.depth, deepest: Math.max(deepest, event.depth) } };
    }
    case "click":
      return { ...session, clicks: tally(session.clicks, event.target) };
    case "search":
      return event.repeated ? { ...session, repeatedSearches: oneMore(session.repeatedSearches) } : session;
    default:
      return session;
  }
}
