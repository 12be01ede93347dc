import type { Arrival, PageKind, SedgeEvent } from "@sedge/features";
import type { CartWay } from "../cart-changes.ts";
import type { PageWords } from "../product.ts";
import type { TextOptions } from "../public/text.ts";
import type { readPage } from "./page-markup.ts";

/** The two steps that a page's kind or a button can both announce, and that must count once. */
export type ShopStep = "checkout-start" | "purchase";

/** What every signal is given: the page it listens to, and where its events go. */
export interface CaptureContext {
  readonly window: Window & typeof globalThis;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly emit: (event: SedgeEvent) => void;
  /** Takes the text of a field that the site marked. It is no event: it is read at once or not at all. */
  readonly read: (text: () => string, options: TextOptions) => void;
  /** The installation's number for a name. */
  readonly alias: (name: string) => number;
  /** Notes a search and says whether the session had one before. */
  readonly noteSearch: () => boolean;
  /** Notes a step towards buying; false if this page or the one before has noted it already. */
  readonly noteStep: (step: ShopStep) => boolean;
  /** Notes a change of the cart; false if the other way has reported it already. */
  readonly noteCart: (kind: "cart-add" | "cart-remove", way: CartWay) => boolean;
  /** Notes that a page of this kind is open now, and says which step that is, if it is one not yet noted. */
  readonly notePage: (kind: PageKind) => ShopStep | undefined;
  readonly hooks: PageHooks;
  readonly reader: PageReader;
  /** When a page is left and when one is entered, single-page navigations included. */
  readonly navigations: PageNavigations;
}

/** The part that interprets a page: its code comes beside the SDK's. */
export interface PageReader {
  /** The build that its code is of: must be the SDK's. */
  readonly build: string;
  readonly readPage: typeof readPage;
  /** Loads the presets of the page's shop system; undefined where there is nothing to wait for. */
  readonly loadPresets: (document: ParentNode) => Promise<void> | undefined;
  readonly captures: Readonly<Record<"shop-steps", Capture>>;
}

/** Settings from the page's lazy chunks; a site does not set them. */
export interface PageHooks {
  /** The code that interprets a page. */
  readonly reader: PageReader;
  /** How the visit came to this page, until its first view reports it. */
  arrival?: Arrival | undefined;
  /** Asks the site's tag manager what the page is that was just entered, which calls back once, within a second. */
  readonly entered?: ((note: (words: PageWords) => void) => void) | undefined;
}

/** The navigations from page to page. */
export interface PageNavigations {
  onLeave(listener: () => void): void;
  onEnter(listener: () => void): void;
}

/** Starts listening for one signal. Returns the function that ends it. */
export type Capture = (context: CaptureContext) => () => void;
