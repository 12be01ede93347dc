import * as v from "valibot";
import { Arrival } from "./arrival.ts";
import { PAGE_KINDS } from "./page-kinds.ts";
import { trackedKinds } from "./tracked-events.ts";

export { PAGE_KINDS } from "./page-kinds.ts";

export const PageKind = v.picklist(PAGE_KINDS);
export type PageKind = v.InferOutput<typeof PageKind>;

/** What a click landed on. */
export const CLICK_TARGETS = ["link", "button", "field", "item", "other"] as const;
export const ClickTarget = v.picklist(CLICK_TARGETS);

/** Milliseconds since 1970 by the device's clock. */
const at = v.pipe(v.number(), v.finite(), v.minValue(0));
const seconds = v.pipe(v.number(), v.minValue(0), v.maxValue(86_400));
/**
 * Alias of a product or category on this device: an unsigned 32-bit number, keyed by a secret of the installation, so
 * that an event names nothing and two devices' numbers cannot be compared.
 */
const alias = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff));
const price = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1e9));
const score = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** What a product page, a list entry or a cart line is about. Each part is optional: a site may mark up only some. */
const products = {
  item: v.optional(alias),
  category: v.optional(alias),
  /** In the site's own currency; used only relative to the other prices of the session. */
  price: v.optional(price),
};

/**
 * One observation in a session. Made from page signals, kept on the device, never sent. Fields are kinds, counts and
 * durations; no field can contain a URL, a title or typed text.
 */
export const SedgeEvent = v.variant("kind", [
  /**
   * `listPage`: page of a paginated list that the visitor came from, from 1. `arrival`: on a landing page, how the
   * visit arrived.
   */
  v.strictObject({
    kind: v.literal("page-view"),
    at,
    page: PageKind,
    ...products,
    listPage: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000))),
    arrival: v.optional(Arrival),
  }),
  /** Visible time on the page just left. */
  v.strictObject({ kind: v.literal("dwell"), at, seconds }),
  /** Deepest point of the page just left, 0 to 1 of its height. */
  v.strictObject({ kind: v.literal("scroll"), at, depth: v.pipe(v.number(), v.minValue(0), v.maxValue(1)) }),
  v.strictObject({ kind: v.literal("click"), at, target: ClickTarget }),
  /** Three or more clicks on one spot within a second. */
  v.strictObject({ kind: v.literal("rage-click"), at }),
  /** A click on something that looks active, after which nothing happened. */
  v.strictObject({ kind: v.literal("dead-click"), at }),
  /** A JavaScript error or unhandled rejection, without its message. */
  v.strictObject({ kind: v.literal("error"), at }),
  /** A search. `repeated`: sent again after another within the session, whatever the text. */
  v.strictObject({ kind: v.literal("search"), at, repeated: v.boolean() }),
  /** A form field was used; what was typed is never read. */
  v.strictObject({ kind: v.literal("field-used"), at }),
  /** What `track` reports by name: see `TRACKED_EVENTS`. */
  v.strictObject({ kind: v.picklist(trackedKinds(true)), at, ...products }),
  v.strictObject({ kind: v.picklist(trackedKinds(false)), at }),
  /**
   * Scores of a text that the page gave to classify, by the text models; the text itself is not kept. `unresolved`: the
   * chance that this contact did not solve the matter, where a model says one.
   */
  v.strictObject({
    kind: v.literal("text-scored"),
    at,
    source: v.picklist(["chat", "search"]),
    frustration: score,
    unresolved: v.optional(score),
  }),
  /** The site's own event, by a short name that the site's code states. */
  v.strictObject({ kind: v.literal("custom"), at, name: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/)) }),
]);
export type SedgeEvent = v.InferOutput<typeof SedgeEvent>;
export type EventKind = SedgeEvent["kind"];
/** Every kind of event, in the order of the schema above. */
export const EVENT_KINDS: readonly EventKind[] = SedgeEvent.options.flatMap(({ entries: { kind } }) =>
  kind.type === "literal" ? kind.literal : kind.options,
);
