import { PAGE_KINDS, type SedgeEvent } from "@sedge/features";
import type { ProductProperties, PageProperties } from "./public/properties.ts";
import type { TextOptions } from "./public/text.ts";
import type { WatchedSettings } from "./settings.ts";
import { rememberingAlias } from "./alias.ts";
import { startCapture } from "./capture/capture.ts";
import type { CaptureContext } from "./capture/capture-context.ts";
import { type DrivenNavigations, watchNavigations } from "./capture/pages.ts";
import { notePageView } from "./capture/pages.ts";
import { productOfProperties } from "./product.ts";
import { seedBytes } from "./installation-seed.ts";
import { ownEvent } from "./own-event.ts";
import { CartChanges } from "./cart-changes.ts";
import type { PageMemory } from "./page-memory.ts";

/** What an observation works with, and what it reports to. */
export interface ObservationContext {
  readonly window: Window & typeof globalThis;
  readonly settings: Pick<WatchedSettings, "autoCapture" | "hooks">;
  readonly now: () => number;
  readonly memory: PageMemory;
  /** The installation's secret for aliases, hex. */
  readonly seed: string;
  readonly emit: (event: SedgeEvent) => void;
  /** Takes the text of a field that the site marked. */
  readonly read: (text: () => string, options: TextOptions) => void;
}

/** One stretch of watching a page, from a start until a stop. */
export class Observation {
  readonly #context: CaptureContext;
  readonly #memory: PageMemory;
  readonly #cart = new CartChanges();
  /** Public for an app's bridge: a native screen is a navigation away from the page. */
  readonly navigations: DrivenNavigations;
  readonly #stopCapture: () => void;

  constructor({ window, settings, now, memory, seed, emit, read }: ObservationContext) {
    this.#memory = memory;
    this.navigations = watchNavigations(window);
    this.#context = {
      window,
      now,
      emit,
      read,
      alias: rememberingAlias(seedBytes(seed)),
      hooks: settings.hooks,
      reader: settings.hooks.reader,
      noteSearch: () => memory.noteSearch(),
      noteStep: (step) => memory.noteStep(step),
      noteCart: (kind, way) => this.#cart.note(kind, way, window.performance.now()),
      notePage: (kind) => memory.notePage(kind),
      navigations: this.navigations,
    };
    this.#stopCapture = startCapture(settings, this.#context);
  }

  /** The site's own event. False if its name or a property has another form than documented. */
  track(name: string, properties: ProductProperties): boolean {
    const { now, alias, emit, noteCart } = this.#context;
    const event = ownEvent(name, properties, { at: now(), alias, searched: this.#memory.searched });
    if (event?.kind === "search") this.#memory.noteSearch();
    const isStep = event?.kind === "checkout-start" || event?.kind === "purchase";
    const isCart = event?.kind === "cart-add" || event?.kind === "cart-remove";
    const isNew = isStep ? this.#memory.noteStep(event.kind) : !isCart || noteCart(event.kind, "code");
    if (event && isNew) emit(event);
    return event !== null;
  }

  /** A page view that the site's code announces. False if a property has another form than documented. */
  page(properties: PageProperties): boolean {
    const { kind, listPage } = properties;
    const product = productOfProperties(properties);
    const isKind = kind === undefined || PAGE_KINDS.includes(kind);
    const isListPage = listPage === undefined || (Number.isInteger(listPage) && listPage >= 1 && listPage <= 10_000);
    if (!product || !isKind || !isListPage) return false;
    this.navigations.navigateNow();
    notePageView(this.#context, { kind, product, listPage });
    return true;
  }

  stop(): void {
    this.navigations.stop();
    this.#stopCapture();
  }
}
