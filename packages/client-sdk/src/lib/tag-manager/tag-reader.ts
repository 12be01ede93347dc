import { type PageWords, productOfProperties } from "../product.ts";
import type { Classifier } from "../public/classifier.ts";
import type { Identifiers } from "../public/identifiers.ts";
import type { Announcement } from "./announcement.ts";
import { readDataLayer } from "./data-layer.ts";
import { readSegmentQueue } from "./segment-queue.ts";

/** What can be read. */
export type Read = "ga4" | "segment";

/** How long the view of a page waits for the tag manager's word on what it is, in milliseconds. */
export const PATIENCE_MS = 1_000;
/** Most announcements that wait for the SDK; the oldest give way. */
const MAX_WAITING = 200;

/** Notes the view of the page that is open, by what was announced of it. */
export type Note = (words: PageWords) => void;
type PageAnnouncement = Extract<Announcement, { kind: "page" }>;

const NOTHING: PageWords = { product: {} };

/** How much a word says of what the page is: a list may be a shelf on a product's page, "a page" says nothing. */
function weight({ page }: PageAnnouncement): number {
  if (page === undefined) return 0;
  return page === "list" ? 1 : 2;
}

function wordsOf({ page, product }: PageAnnouncement): PageWords {
  return { kind: page, product: productOfProperties(product) ?? {} };
}

/** The classifier as far as announcements are passed on to it. */
export type Sink = Pick<Classifier, "track" | "page" | "identify" | "reset" | "consent" | "on">;

/**
 * Reads a site's tag manager and passes events to Sedge. Its page view takes precedence over the page's own markup, and
 * counts as the page's one view. Identifiers wait in memory for `link`, and are dropped if it is refused.
 */
export class TagReader {
  readonly #window: Window & typeof globalThis;
  readonly #stops: (() => void)[];
  #sink: Sink | undefined;
  #waiting: Announcement[] = [];
  #identifiers: Identifiers | undefined;
  /** The view that waits for a word, and the best word so far. */
  #note: Note | undefined;
  #best: PageAnnouncement | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #address = "";

  constructor(window: Window & typeof globalThis, reads: readonly Read[]) {
    this.#window = window;
    const seen = (announcement: Announcement) => this.#accept(announcement);
    // Before the SDK's own listener, so that the view precedes the events at the end of the page.
    const leave = () => this.#settle();
    window.addEventListener("pagehide", leave);
    this.#stops = [
      () => window.removeEventListener("pagehide", leave),
      ...(reads.includes("ga4") ? [readDataLayer(window, seen)] : []),
      ...(reads.includes("segment") ? [readSegmentQueue(window, seen)] : []),
    ];
  }

  /** A page was entered; `note` is called once, now or when the tag manager has announced what it is. */
  entered(note: Note): void {
    this.#settle();
    this.#address = this.#window.location.href;
    this.#note = note;
    if (this.#best && weight(this.#best) > 1) return this.#settle();
    this.#patience = setTimeout(() => this.#settle(), PATIENCE_MS);
  }

  /** Passes events to this classifier from now on, including those seen so far. */
  connect(sink: Sink): void {
    this.#sink = sink;
    this.#stops.push(sink.on("consent", () => this.#identify()));
    for (const announcement of this.#waiting) this.#forward(announcement);
    this.#waiting = [];
    this.#identify();
  }

  stop(): void {
    clearTimeout(this.#patience);
    for (const stop of this.#stops) stop();
  }

  #accept(announcement: Announcement): void {
    if (announcement.kind === "page") return this.#acceptPage(announcement);
    // Steps and carts belong to the page that is open, whose view goes first.
    if (announcement.kind === "track") this.#settle();
    if (this.#sink) return this.#forward(announcement);
    this.#waiting = [...this.#waiting, announcement].slice(-MAX_WAITING);
  }

  #acceptPage(announcement: PageAnnouncement): void {
    const isAhead = this.#note !== undefined || this.#address !== this.#window.location.href;
    if (isAhead) {
      if (!this.#best || weight(announcement) > weight(this.#best)) this.#best = announcement;
      if (this.#note && weight(announcement) > 1) this.#settle();
    } else if (announcement.page === "product" && announcement.product.item !== undefined) {
      // A product that is announced later, as in a quick view, is a view of its own.
      this.#sink?.page({ kind: "product", ...announcement.product });
    }
  }

  /** Notes the view that waits. Without one there is nothing to do: a word ahead of its page waits for it. */
  #settle(): void {
    clearTimeout(this.#patience);
    const note = this.#note;
    if (!note) return;
    const words = this.#best ? wordsOf(this.#best) : NOTHING;
    this.#note = undefined;
    this.#best = undefined;
    note(words);
  }

  #forward(announcement: Announcement): void {
    const sink = this.#sink;
    if (!sink) return;
    if (announcement.kind === "track") sink.track(announcement.name, announcement.product);
    if (announcement.kind === "identify") {
      this.#identifiers = announcement.identifiers;
      this.#identify();
    }
    if (announcement.kind === "reset") {
      this.#identifiers = undefined;
      sink.reset().catch(() => undefined);
    }
  }

  /** Hands on the identifiers that wait, once; the edge's refusals are reported as problems by the classifier. */
  #identify(): void {
    const identifiers = this.#identifiers;
    if (!identifiers || !this.#sink) return;
    const { decided, purposes } = this.#sink.consent.get();
    if (!decided) return;
    this.#identifiers = undefined;
    if (purposes.includes("link")) this.#sink.identify(identifiers).catch(() => undefined);
  }
}
