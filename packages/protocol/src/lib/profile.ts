import * as v from "valibot";
import { Assignment } from "./assignment.ts";
import { Channel } from "./channel.ts";
import { Codeword } from "./codeword.ts";
import { SignedReceipt } from "./consent-receipt.ts";
import { ChannelTransition } from "./channel-transition.ts";
import { LandingLinkUntil } from "./landing-link.ts";
import { LinkToken } from "./link-token.ts";
import { RoundId } from "./round.ts";
import { RecordFields } from "./record.ts";
import { OperationId } from "./signed-message.ts";
import { TriggerName } from "./trigger-name.ts";

/** Answer to `link`, `unlink`: how many tokens the signing token's profile has now, itself included. */
export const LinkResult = v.object({
  operationId: OperationId,
  tokens: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** The profile's fused cluster, null while no channel has sent a codeword. */
  assignment: v.nullable(Assignment),
});
export type LinkResult = v.InferOutput<typeof LinkResult>;

/**
 * Why two tokens are linked: `strong`, both signed one operation; `fuzzy`, two records are similar; `household`, they
 * share an identifier that many people share, which joins nobody.
 */
export const EdgeKind = v.picklist(["strong", "fuzzy", "household"]);
export type EdgeKind = v.InferOutput<typeof EdgeKind>;

/** One step of a waterfall: the field, its similarity, and its weight. Contains no value. */
export const WaterfallStep = v.object({ field: v.string(), level: v.string(), weight: v.number() });
export type WaterfallStep = v.InferOutput<typeof WaterfallStep>;

/** An edge between two tokens. `a` sorts before `b`. */
const ExportedEdge = v.object({
  a: LinkToken,
  b: LinkToken,
  kind: EdgeKind,
  /** log2 of the odds that the two are one person's. */
  weight: v.number(),
  /** The first operation that it rests on. */
  operationId: OperationId,
  /** Every operation that it rests on; it goes with the last of them. */
  operations: v.array(OperationId),
  /** Of a likeness: what the weight is the sum of. */
  waterfall: v.array(WaterfallStep),
});

/** An operation on the profile's tokens, and its state. */
const ExportedOperation = v.object({
  operationId: OperationId,
  action: v.picklist(["link", "record", "unlink", "undo"]),
  tokens: v.array(LinkToken),
  /** Seconds since 1970, by the signer's clock within the edge's tolerance. */
  at: v.number(),
  /** Whether it is in effect; false once it was undone, separated or replaced. */
  effective: v.boolean(),
  /** Likenesses that were not taken as edges, by reason. */
  declined: v.array(v.object({ weight: v.number(), reason: v.string() })),
});

/** A full hour, in seconds since 1970: the finest that is kept of when something was seen a profile. */
const fullHour = v.pipe(v.number(), v.integer(), v.minValue(0), v.multipleOf(3_600));

/** How the profile's way through the channels is remembered. */
const ExportedJourney = v.object({
  /** When each token was last seen on a channel. */
  seen: v.array(v.object({ token: LinkToken, channel: Channel, at: fullHour })),
  /** Changes from one channel to another of the last 30 days. */
  transitions: v.array(ChannelTransition),
  /** Trigger rules that fired, while their caps remember it. */
  fired: v.array(v.object({ rule: TriggerName, at: fullHour })),
  /** Webhooks on their way to a channel's system: of which token, by which rule. */
  webhooks: v.array(v.object({ token: LinkToken, channel: Channel, rule: TriggerName })),
});

/** Answer to `export`: all that is stored at the edge about the profile. */
export const ProfileExport = v.object({
  tokens: v.array(LinkToken),
  edges: v.array(ExportedEdge),
  /** What was done with the profile's tokens, in the order in which it was signed, as far back as is kept. */
  history: v.array(ExportedOperation),
  records: v.array(v.object({ token: LinkToken, channel: Channel, fields: RecordFields })),
  observations: v.array(v.object({ token: LinkToken, channel: Channel, codeword: v.object(Codeword.entries) })),
  /** Channels whose systems have registered a token, and so may read its cluster where their keys allow it. */
  knownBy: v.array(v.object({ token: LinkToken, channel: Channel })),
  /** Landing links that are offered to who opens a link that was sent to the token's holder, and until when (seconds since 1970). */
  landingLinks: v.array(v.object({ token: LinkToken, until: LandingLinkUntil })),
  receipts: v.array(v.object({ token: LinkToken, receipt: v.object(SignedReceipt.entries) })),
  /** Rounds whose ballot the profile has drawn, while that is stored. Nobody knows which ballot it was. */
  rounds: v.array(RoundId),
  journey: ExportedJourney,
  assignment: v.nullable(Assignment),
});
export type ProfileExport = v.InferOutput<typeof ProfileExport>;

/** Answer to `erase`: how many of each were deleted. All 0 when nothing was stored. */
export const ErasureResult = v.object({
  operationId: OperationId,
  tokens: v.pipe(v.number(), v.integer(), v.minValue(0)),
  edges: v.pipe(v.number(), v.integer(), v.minValue(0)),
  observations: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /**
   * Where the rest needs a proof of control: the time (seconds since 1970) by which the site answers the request that was
   * filed for it. An undo of this operation takes the request back.
   */
  requestedUntil: v.exactOptional(v.number()),
});
export type ErasureResult = v.InferOutput<typeof ErasureResult>;
