import * as v from "valibot";
import { base64url } from "./base64url.ts";
import { ConsentReceipt } from "./consent-receipt.ts";
import { MAX_BLINDED_ELEMENTS, MAX_CONNECTOR_ELEMENTS } from "./limits.ts";
import { KeyEpoch } from "./manifest.ts";

const element = base64url(32);
const elements = v.pipe(v.array(element), v.minLength(1), v.maxLength(MAX_BLINDED_ELEMENTS));

/** Device to edge (promise row 1): blinded identifiers to evaluate under both operators' key shares. */
export const PrfRequest = v.strictObject({
  epoch: KeyEpoch,
  /** ristretto255 elements, RFC 9497 `Blind` outputs. */
  blinded: elements,
  receipt: ConsentReceipt,
});
export type PrfRequest = v.InferOutput<typeof PrfRequest>;

/** Edge to aggregator: the same elements, with nothing else about who asks. */
export const PrfShareRequest = v.strictObject({ epoch: KeyEpoch, blinded: elements });
export type PrfShareRequest = v.InferOutput<typeof PrfShareRequest>;

/** One operator's answer: its key share times each element, and one proof that it used its published key for all. */
export const PrfShare = v.object({
  evaluated: elements,
  /** RFC 9497 batched DLEQ proof: two scalars, 64 bytes. */
  proof: base64url(64),
});
export type PrfShare = v.InferOutput<typeof PrfShare>;

/** The public key that a share was made with, so that the edge notices another than it publishes. Absent in version 5. */
const madeWith = { publicKey: v.optional(element) };

/** Aggregator to edge: its share. */
export const OperatorShare = v.object({ ...PrfShare.entries, ...madeWith });
export type OperatorShare = v.InferOutput<typeof OperatorShare>;

/** Edge to device: both operators' shares; the device checks the proofs and adds the elements up. */
export const PrfResponse = v.object({ edge: PrfShare, aggregator: PrfShare });
export type PrfResponse = v.InferOutput<typeof PrfResponse>;

/** Aggregator to edge: its public key for a site and epoch. */
export const PrfPublicKey = v.object({ epoch: KeyEpoch, publicKey: element });
export type PrfPublicKey = v.InferOutput<typeof PrfPublicKey>;

/** Blinded elements of a connector's records or customers: RFC 9497 `Blind` outputs, one batch under one proof. */
export const ConnectorElements = v.pipe(v.array(element), v.minLength(1), v.maxLength(MAX_CONNECTOR_ELEMENTS));

/** One operator's answer to a connector: as {@link PrfShare}, for hundreds of elements. */
export const ConnectorPrfShare = v.object({ ...PrfShare.entries, evaluated: ConnectorElements });

/** Aggregator to edge: its share of a connector's batch. */
export const ConnectorOperatorShare = v.object({ ...ConnectorPrfShare.entries, ...madeWith });

/** Edge to connector: both operators' shares. */
export const ConnectorPrfResponse = v.object({ edge: ConnectorPrfShare, aggregator: ConnectorPrfShare });
export type ConnectorPrfResponse = v.InferOutput<typeof ConnectorPrfResponse>;
