import { PAGE_KINDS, type PageKind, type SedgeEvent } from "@sedge/features";
import type { ProductProperties } from "../public/properties.ts";
import { either, type Form, isNumber, isText, matching, maybe, oneOf, shape } from "../form.ts";
import { aliasProduct, productOfProperties } from "../product.ts";
import { ownEvent } from "../own-event.ts";
import type { ShopStep } from "../capture/capture-context.ts";

/** Longest that an event may lie behind, in milliseconds: what is older belongs to no session that goes on. */
export const MAX_AGE_MS = 24 * 60 * 60 * 1_000;
/** How far the app's clock may seem ahead of the page's, which is read in coarser steps. Milliseconds. */
const MAX_AHEAD_MS = 1_000;
/** Longest stay on a screen, in seconds: a day, as of a page. */
const MAX_SECONDS = 86_400;
/** Added to an app's whole milliseconds: events are distinguished by their time, and the page's own are whole. */
const APARTNESS_MS = 0.25;

/** An event in the app's native part, as the app reports it. */
export interface AppEvent {
  /** `screen`, or what `track` takes. */
  readonly name: string;
  /** Milliseconds since 1970; each event has its own, and one that is sent again has the same. */
  readonly at: number;
  readonly item?: string | number | undefined;
  readonly category?: string | number | undefined;
  readonly price?: number | undefined;
  /** Of a screen: what it is for. Default `other`. */
  readonly kind?: PageKind | undefined;
  /** Of a screen that was left again: how long it was seen, 0 to 86,400. */
  readonly seconds?: number | undefined;
}

const isName = maybe(either(isText, isNumber));
export const isAppEvent: Form<AppEvent> = shape<AppEvent>({
  name: matching(/^[a-z][a-z0-9-]{0,31}$/),
  at: isNumber,
  item: isName,
  category: isName,
  price: maybe(isNumber),
  kind: maybe(oneOf(...PAGE_KINDS)),
  seconds: maybe(((value) => isNumber(value) && value >= 0 && value <= MAX_SECONDS) as Form<number>),
});

/** What turning an app's event into a session's needs to know. */
export interface AppEventContext {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly alias: (name: string) => number;
  /** Notes a search; says whether there was one before. */
  readonly noteSearch: () => boolean;
  /** Notes a step that the page too may announce; false if it is known. */
  readonly noteStep: (step: ShopStep) => boolean;
  /** Notes the screen's kind; says the step that it is, if that is new. */
  readonly notePage: (kind: PageKind) => ShopStep | undefined;
}

/** The session's events that an app's event stands for: of the same time, so that one sent twice counts once. Null for a bad one. */
export function sessionEvents(event: AppEvent, context: AppEventContext): SedgeEvent[] | null {
  const { name, kind = "other", seconds } = event;
  const properties = propertiesOf(event);
  const product = productOfProperties(properties);
  const isTimely = event.at > context.now - MAX_AGE_MS && event.at <= context.now + MAX_AHEAD_MS;
  if (!product || !isTimely) return null;
  const at = Math.floor(event.at) + APARTNESS_MS;
  if (name !== "screen") {
    const searched = name === "search" && context.noteSearch();
    const made = ownEvent(name, properties, { at, alias: context.alias, searched });
    if (!made) return null;
    const isStep = made.kind === "checkout-start" || made.kind === "purchase";
    return isStep && !context.noteStep(made.kind) ? [] : [made];
  }
  const step = context.notePage(kind);
  return [
    { kind: "page-view", at, page: kind, ...aliasProduct(product, context.alias) },
    ...(step === undefined ? [] : [{ kind: step, at }]),
    ...(seconds === undefined ? [] : [{ kind: "dwell", at: at + seconds * 1_000, seconds } as const]),
  ];
}

/** What the event says of product, without what it leaves out. */
function propertiesOf({ item, category, price }: AppEvent): ProductProperties {
  return {
    ...(item === undefined ? {} : { item }),
    ...(category === undefined ? {} : { category }),
    ...(price === undefined ? {} : { price }),
  };
}
