import * as v from "valibot";
import { base64url } from "./base64url.ts";
import { PolicyVersion } from "./consent-receipt.ts";
import { Generation } from "./codeword.ts";
import { PrivacySpent, RoundId } from "./round.ts";
import { Retention } from "./retention.ts";
import { Sha256Hex } from "./sha256-hex.ts";
import { SiteId } from "./site-id.ts";
import { MIN_SUPPORTED_VERSION, PROTOCOL_VERSION, ServerVersion } from "./version.ts";

/** Whether the two operators are really two parties. Stated by the deployment, shown by the SDK. */
export const TrustTier = v.picklist(["single-operator", "two-operator"]);
export type TrustTier = v.InferOutput<typeof TrustTier>;

/** A PRF key's number; both operators change keys together. */
export const KeyEpoch = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000), v.brand("KeyEpoch"));
export type KeyEpoch = v.InferOutput<typeof KeyEpoch>;

/** Both operators' public keys of one epoch. */
export const EpochKeys = v.object({
  epoch: KeyEpoch,
  /** ristretto255 public key of the edge's share for this site and epoch; evaluations are proven against it. */
  edgeKey: base64url(32),
  /** The same for the aggregator's share. A page can pin it, so that the edge can't play both operators. */
  aggregatorKey: base64url(32),
});
export type EpochKeys = v.InferOutput<typeof EpochKeys>;

/** What a device needs to know of a site before it sends anything. Public, the same for every visitor. */
export const Manifest = v.object({
  /** Newest version that the edge accepts. */
  protocolVersion: ServerVersion,
  /** Oldest version that the edge accepts. A page with an older version cannot send anything until it is reloaded. */
  minSupportedVersion: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.maxValue(PROTOCOL_VERSION, "the edge supports later versions only"),
    ),
    MIN_SUPPORTED_VERSION,
  ),
  site: SiteId,
  trustTier: TrustTier,
  /** k: the fewest people that must share a cell before a device names it. At least 2. */
  minPeople: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(1_000_000)),
  policyVersion: PolicyVersion,
  prf: v.object({
    ...EpochKeys.entries,
    /**
     * While keys rotate: the epoch before, whose tokens are still read. A device derives its keys in both, and signs
     * with both, so that its profile is carried over.
     */
    previous: v.optional(EpochKeys),
  }),
  codebook: v.object({
    generation: Generation,
    /** Also the codebook's address: `/v1/sites/{site}/codebooks/{sha256}`. */
    sha256: Sha256Hex,
  }),
  /** How long the edge keeps what may be about a person; absent in version 5. */
  retention: v.exactOptional(Retention),
  /** The round that collects contributions now, if one does, and what rounds before it have spent. */
  /**
   * What proves this manifest: the site's statement with its place in the log. Absent where the operators publish none. A page that pins the log's key
   * reads it as the `StatementPart` of `@sedge/transparency`; others ignore it, whatever it is.
   */
  statement: v.exactOptional(v.unknown()),
  /** Hash of the site's metric plan, and its address: `/v1/sites/{site}/metric-plans/{plan}`. Absent where the site asks no metrics. */
  metrics: v.exactOptional(v.object({ plan: base64url(32) })),
  learning: v.object({
    round: v.nullable(RoundId),
    spent: PrivacySpent,
    /** Most ballots of a round that pages at one network address draw; absent in version 5. Larger networks have twice as many. */
    ballotsPerAddress: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  }),
});
export type Manifest = v.InferOutput<typeof Manifest>;
