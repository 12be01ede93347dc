import * as v from "valibot";
import { BallotResponse } from "./ballot.ts";
import { ConnectorEnvelope } from "./connector-message.ts";
import { MAX_DELIVERY_ITEMS, MAX_RECORD_MESSAGE_CHARS, MAX_SIGNATURES } from "./limits.ts";
import { ProblemCode } from "./problem.ts";
import { RecordMessage } from "./record.ts";
import {
  AssignMessage,
  BallotMessage,
  envelopeOf,
  EraseMessage,
  LinkMessage,
  OperationId,
  UndoMessage,
  UnlinkMessage,
} from "./signed-message.ts";

/** What a connector may hand over, each signed by its own link tokens as on a page. */
export const DeliveredMessage = v.variant("action", [
  RecordMessage,
  LinkMessage,
  AssignMessage,
  UnlinkMessage,
  UndoMessage,
  EraseMessage,
  BallotMessage,
]);
export type DeliveredMessage = v.InferOutput<typeof DeliveredMessage>;

/** As a signed envelope of a page, with room for a record. */
export const DeliveredEnvelope = envelopeOf(MAX_RECORD_MESSAGE_CHARS, MAX_SIGNATURES);
export type DeliveredEnvelope = v.InferOutput<typeof DeliveredEnvelope>;

/**
 * Connector to edge (promise rows 2, 3 and 5; 4 with ballots): messages of its people's tokens, under the connector's own
 * signature (action `deliver`). One that is refused stops no other.
 */
export const Delivery = v.strictObject({
  connector: ConnectorEnvelope,
  items: v.pipe(v.array(DeliveredEnvelope), v.minLength(1), v.maxLength(MAX_DELIVERY_ITEMS)),
});
export type Delivery = v.InferOutput<typeof Delivery>;

/** The bytes whose SHA-256 a delivery's message names, before UTF-8: JSON of the items' messages, so that none can flow into the next. */
export function deliveryText(items: readonly Pick<DeliveredEnvelope, "message">[]): string {
  return JSON.stringify(items.map(({ message }) => message));
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Result of one item. */
export const DeliveryResult = v.union([
  v.object({
    operationId: OperationId,
    /** Tokens in the profile now, the item's own included; of an erasure, how many were erased. */
    tokens: count,
    /** Edges of a record, including those that join it to nobody; for an erasure, how many were erased; otherwise 0. */
    edges: count,
    /** Of a `ballot`: both operators' evaluations. */
    ballot: v.exactOptional(BallotResponse),
  }),
  v.object({ code: ProblemCode }),
]);
export type DeliveryResult = v.InferOutput<typeof DeliveryResult>;

/** Edge to connector: an outcome for each item, in the order in which they were sent. */
export const DeliveryResults = v.object({ results: v.array(DeliveryResult) });
export type DeliveryResults = v.InferOutput<typeof DeliveryResults>;
