import * as v from "valibot";
import { Channel } from "./channel.ts";
import { ConnectorKey } from "./connector-message.ts";
import { ConnectorScope } from "./connector-scope.ts";

const seconds = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Operator to itself: a connector's key may be used. Registering it again changes it; a past `notAfter` ends it. */
export const ConnectorRegistration = v.strictObject({
  key: ConnectorKey,
  channel: Channel,
  scopes: v.pipe(
    v.array(ConnectorScope),
    v.minLength(1),
    v.check((scopes) => new Set(scopes).size === scopes.length, "scopes repeat"),
  ),
  /** Seconds since 1970 after which the key is refused; null: until it is registered again. */
  notAfter: v.nullable(seconds),
});
export type ConnectorRegistration = v.InferOutput<typeof ConnectorRegistration>;

/** The keys of a site that this operator knows, expired ones included. */
export const ConnectorRegister = v.object({ connectors: v.array(v.object(ConnectorRegistration.entries)) });
