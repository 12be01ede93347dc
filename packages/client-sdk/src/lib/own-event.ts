import { isTracked, type SedgeEvent } from "@sedge/features";
import type { ProductProperties } from "./public/properties.ts";
import { aliasProduct, productOfProperties } from "./product.ts";

/** A name that `track` takes: the form of a custom event's name. */
const NAME = /^[a-z][a-z0-9-]{0,31}$/;

/** What turning a call into an event needs to know. */
export interface OwnEventContext {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly alias: (name: string) => number;
  /** Whether a search was made before in this session. */
  readonly searched: boolean;
}

/** The event that `track(name, properties)` records; null if the name or a property has another form. */
export function ownEvent(name: string, properties: ProductProperties, context: OwnEventContext): SedgeEvent | null {
  const product = productOfProperties(properties);
  const { at } = context;
  if (typeof name !== "string" || !NAME.test(name) || !product) return null;
  if (isTracked(name, true)) return { kind: name, at, ...aliasProduct(product, context.alias) };
  if (isTracked(name, false)) return { kind: name, at };
  return name === "search" ? { kind: name, at, repeated: context.searched } : { kind: "custom", at, name };
}
