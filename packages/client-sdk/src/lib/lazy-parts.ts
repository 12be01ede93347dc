import type * as arrivalPart from "../arrival.ts";
import type * as personalizePart from "../personalize.ts";
import type * as tagManagersPart from "../tag-managers.ts";
import type { PageReader } from "./capture/capture-context.ts";
import type { CoreClassifier } from "./classifier-api.ts";
import type { Landing } from "./arrival/landing.ts";
import { isTelling, readLanding } from "./arrival/landing.ts";
import { MARKED } from "./personalize/attributes.ts";
import type { Personalization } from "./personalize/personalization.ts";
import type { Classifier } from "./public/classifier.ts";
import type { PersonalizeOptions } from "./public/personalize.ts";
import type { PageHooks } from "./capture/capture-context.ts";
import type { Settings } from "./settings.ts";
import type { TagReader } from "./tag-manager/tag-reader.ts";

type ArrivalPart = typeof arrivalPart;

/** Gets code that only some pages need. Each may be asked again after a failure. */
export interface LazyChunks {
  readonly personalize: () => Promise<typeof personalizePart>;
  readonly tagManagers: () => Promise<typeof tagManagersPart>;
  readonly arrival: () => Promise<ArrivalPart>;
}

/**
 * The parts of the page's half that only some pages need: each is loaded when the page turns out to need it, and is joined to the
 * classifier by its public methods.
 */
export class LazyParts {
  readonly #window: Window & typeof globalThis;
  readonly #settings: Settings;
  readonly #code: LazyChunks;
  readonly #landing: Landing;
  readonly #reader: Promise<TagReader> | undefined;
  #personalization: Promise<Personalization> | undefined;
  #core: CoreClassifier | undefined;

  constructor(window: Window & typeof globalThis, settings: Settings, code: LazyChunks) {
    const { read = [] } = settings;
    this.#window = window;
    this.#settings = settings;
    this.#code = code;
    this.#landing = readLanding(window);
    this.#reader =
      read.length > 0 ? code.tagManagers().then(({ TagReader }) => new TagReader(window, read)) : undefined;
    this.#reader?.catch(() => undefined);
    // Before the classifier has come, as what the page before knew may dress this one already.
    this.#look();
    window.document.addEventListener("DOMContentLoaded", () => this.#look(), { once: true });
  }

  /** The code for arrivals, where it has something to do; undefined too where it can't be had. */
  async arrivalCode(): Promise<ArrivalPart | undefined> {
    return isTelling(this.#landing) ? this.#code.arrival().catch(() => undefined) : undefined;
  }

  /** @param arrival - The code for arrivals; none where it was not needed or could not be had. */
  hooks(arrival: ArrivalPart | undefined, page: PageReader): PageHooks {
    const { referrer } = this.#landing;
    const direct = referrer === "" ? ({ channel: "direct", source: "none" } as const) : undefined;
    const reader = this.#reader;
    return {
      reader: page,
      arrival: arrival ? arrival.arrivalOf(this.#landing) : direct,
      entered:
        reader &&
        ((note) => {
          reader.then(
            (one) => one.entered(note),
            () => note({ product: {} }),
          );
        }),
    };
  }

  /** The classifier with its lazy parts. */
  join(core: CoreClassifier): Classifier {
    const { landingLink } = this.#landing;
    this.#core = core;
    this.#personalization?.then((one) => one.connect(core)).catch(() => undefined);
    this.#reader?.then((reader) => reader.connect(core)).catch(() => undefined);
    if (landingLink !== undefined) {
      // Without its code the landing link is not taken; the edge keeps it for the link's next click.
      this.#code
        .arrival()
        .then((part) => part.landingLink(core, landingLink))
        .catch(() => undefined);
    }
    // Marks may come with content that is added later.
    core.on("classification", () => this.#look());
    const explain = async () => (await this.#personalization)?.explain() ?? [];
    const personalize = async (options?: PersonalizeOptions) => {
      const one = await this.#personalizing();
      one.order(options);
      return one.explain();
    };
    return {
      ...core,
      personalize: Object.assign(personalize, { explain }),
      stop: () => {
        this.#personalization?.then((one) => one.stop()).catch(() => undefined);
        this.#reader?.then((reader) => reader.stop()).catch(() => undefined);
        core.stop();
      },
    };
  }

  #look(): void {
    if (!this.#personalization && this.#window.document.querySelector(MARKED)) {
      this.#personalizing().catch(() => undefined);
    }
  }

  #personalizing(): Promise<Personalization> {
    this.#personalization ??= this.#personalize();
    return this.#personalization;
  }

  async #personalize(): Promise<Personalization> {
    try {
      const { Personalization } = await this.#code.personalize();
      const personalization = new Personalization(this.#window, this.#settings.site);
      if (this.#core) personalization.connect(this.#core);
      return personalization;
    } catch (error) {
      this.#personalization = undefined;
      throw error;
    }
  }
}
