import * as v from "valibot";
import { base64url } from "./base64url.ts";
import { KeyEpoch } from "./manifest.ts";

/**
 * State of an operator's key share of an epoch. `current`: new tokens are made with it. `previous`: its tokens are
 * still accepted, and made when a device migrates its profile. `retired`: its secret is destroyed, nothing can be
 * evaluated under it again, and its tokens are rejected.
 */
export const EpochState = v.picklist(["current", "previous", "retired"]);
export type EpochState = v.InferOutput<typeof EpochState>;

/** The epochs of a site at one operator, oldest first. At most one is `previous`, exactly one is `current`, the last. */
export const KeyEpochs = v.object({
  epochs: v.array(
    v.object({
      epoch: KeyEpoch,
      state: EpochState,
      /** This operator's public key of the epoch; null once retired. */
      publicKey: v.nullable(base64url(32)),
      /** Seconds since 1970 when the state was reached. */
      since: v.number(),
      /** At the edge: tokens of a retired epoch that are still to be dropped. */
      tokensLeft: v.optional(v.number()),
      /** At the edge, of an epoch that is read: whether the aggregator has the key that pages verify with. */
      aggregatorKey: v.optional(v.picklist(["same", "missing", "differs", "unknown"])),
    }),
  ),
});
export type KeyEpochs = v.InferOutput<typeof KeyEpochs>;

/** Operator to itself: `begin` makes the next epoch current, `retire` destroys the previous one's key. Both may be repeated. */
export const EpochOrder = v.strictObject({ action: v.picklist(["begin", "retire"]), epoch: KeyEpoch });
export type EpochOrder = v.InferOutput<typeof EpochOrder>;
