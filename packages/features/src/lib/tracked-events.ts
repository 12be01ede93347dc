/** What the rest of Sedge needs to know of an event that `track` reports by its name. */
interface TrackedEvent {
  /** Whether the event may name an item, a category and a price. Nothing else beside its name and time is ever read. */
  readonly hasProduct: boolean;
  /** Whether the open form is finished, so that leaving it is not abandonment. */
  readonly endsForm: boolean;
  /** Whether something was found, so that the next search is not a repetition. */
  readonly endsSearch: boolean;
}

/**
 * The events that `track` reports, beside `search` and the site's own names. An entry here is all that a new one takes:
 * its schema, its count in the session and the SDK's `track` follow from it. docs/extending.md adds one.
 *
 * In a file of its own, so that a page carries it without the schemas.
 */
export const TRACKED_EVENTS = {
  "cart-add": { hasProduct: true, endsForm: true, endsSearch: true },
  "cart-remove": { hasProduct: true, endsForm: false, endsSearch: false },
  "checkout-start": { hasProduct: false, endsForm: true, endsSearch: false },
  purchase: { hasProduct: false, endsForm: true, endsSearch: false },
} as const satisfies Readonly<Record<string, TrackedEvent>>;
export type TrackedKind = keyof typeof TRACKED_EVENTS;

type KindWith<HasProduct extends boolean> = {
  [Kind in TrackedKind]: (typeof TRACKED_EVENTS)[Kind]["hasProduct"] extends HasProduct ? Kind : never;
}[TrackedKind];

const BY_NAME: Readonly<Record<string, TrackedEvent>> = TRACKED_EVENTS;

/** Properties of a tracked event; undefined for any other kind. */
export function trackedEvent(name: string): TrackedEvent | undefined {
  return BY_NAME[name];
}

/** Whether it is a tracked event that may name a product, or one that may not. */
export function isTracked<HasProduct extends boolean>(
  name: string,
  hasProduct: HasProduct,
): name is KindWith<HasProduct> {
  return BY_NAME[name]?.hasProduct === hasProduct;
}

/** Kinds of tracked events that may name a product, or that may not. */
export function trackedKinds<HasProduct extends boolean>(hasProduct: HasProduct): KindWith<HasProduct>[] {
  return Object.keys(TRACKED_EVENTS).filter((name): name is KindWith<HasProduct> => isTracked(name, hasProduct));
}
