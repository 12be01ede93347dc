import { Channel, Codeword, EdgeKind, LinkToken, OperationId, type RoundId, WaterfallStep } from "@sedge/protocol";
import * as v from "valibot";
import { DrawnBallot } from "../graph/ballot-rows.ts";
import { Operation, OperationKey } from "./operation.ts";
import type { ShardNumber } from "../shard/shard-number.ts";
import { StoredJourney } from "../../triggers/journey-rows.ts";
import type { ProfileJourney } from "../../triggers/profile-journey.ts";
import { StoredTriggers } from "../../triggers/trigger-rows.ts";

/** The stored result of an applied operation. */
export const OperationResult = v.strictObject({
  /** Tokens in the profile afterwards; for an erasure, erased. */
  tokens: v.number(),
  /** Edges of the token that did it, or of the record, afterwards; for an erasure, erased. */
  edges: v.number(),
  observations: v.number(),
});
export type OperationResult = v.InferOutput<typeof OperationResult>;

/** Where to look instead, for a caller that asked the wrong shard. */
export type Redirect =
  /** The profile is on its way to, or at, another shard. */
  | { readonly state: "moved"; readonly home: ShardNumber }
  /** Nothing here and no forward: read the token's pointer again. */
  | { readonly state: "gone" }
  /** A move or an erasure of this very profile has failed, and is tried again later. */
  | { readonly state: "waiting" };

/** The transmission was seen before. Nothing was changed. */
export interface Replayed {
  readonly state: "replayed";
}

/** Where a token's component is at home, and what ranks it. */
export interface Place {
  readonly state: "done";
  readonly token: LinkToken;
  readonly home: ShardNumber;
  /** The smallest of its tokens: of two components, the one with the smaller takes the other in. */
  readonly smallest: LinkToken;
}

/** The profile or the component would have too many tokens. Nothing was changed. */
export interface TooLarge {
  readonly state: "too-large";
}

/** It would join existing profiles of which its proof of control does not cover each. Nothing was changed. */
export interface Unproven {
  readonly state: "unproven";
}

/** The tokens were erased after the operation was signed. Nothing was changed. */
export interface Erased {
  readonly state: "erased";
}

/** The record would share a component with records that it was not compared with. Nothing was changed. */
export interface UncomparedRecords {
  readonly state: "uncompared";
  readonly records: readonly LinkToken[];
}

/**
 * Whether the profile has its ballot: `drawn`, the one that was asked for; `drawn-before`, another. A `guest` device
 * draws none for the profile.
 */
export interface BallotResult {
  readonly state: "done";
  readonly ballot: "drawn" | "drawn-before" | "guest";
}

/** The profile after an operation. */
export interface ProfileSummary {
  readonly state: "done";
  readonly tokens: number;
  /** Edges of the token that did it, or of the record. */
  readonly edges: number;
  readonly codewords: readonly { readonly channel: Channel; readonly codeword: Codeword }[];
}

/** What a shard answers to an operation. */
export type Applied = ProfileSummary | TooLarge | UncomparedRecords | Unproven | Redirect | Erased;

/** The result of an intake. `erased`: the record was erased meanwhile. */
export type RecordResult = ProfileSummary | TooLarge | { readonly state: "erased" };

/** The current codewords of a token's profile. */
export interface TokenCodewords extends Pick<ProfileSummary, "codewords"> {
  readonly token: LinkToken;
}

const observations = v.array(
  v.strictObject({ token: LinkToken, channel: Channel, codeword: Codeword, sequence: v.number() }),
);

/** A stored edge between two tokens. */
export const StoredEdge = v.strictObject({
  a: LinkToken,
  b: LinkToken,
  kind: EdgeKind,
  weight: v.number(),
  operations: v.array(OperationId),
  waterfall: v.array(WaterfallStep),
});
export type StoredEdge = v.InferOutput<typeof StoredEdge>;

/** A profile as it is exported. */
export interface StoredProfile {
  readonly members: readonly LinkToken[];
  /** Members that a landing link alone joins. */
  readonly guests: readonly LinkToken[];
  /** Those between members, and those of households that a member has with others. */
  readonly edges: readonly StoredEdge[];
  readonly observations: v.InferOutput<typeof observations>;
  /** Operations that a member signed, in order; whether each has an effect. */
  readonly history: readonly { readonly operation: Operation; readonly effective: boolean }[];
  /** The rounds whose ballot it has drawn, and by which of its tokens. */
  readonly drawn: readonly { readonly token: LinkToken; readonly round: RoundId }[];
  /** Its path through the channels, and the triggers that have fired. */
  readonly journey: ProfileJourney;
}

/** A component with everything that belongs to it, as it moves between shards. */
export const Bundle = v.strictObject({
  /** `profile`: a number that the tokens of one profile share. */
  members: v.array(v.strictObject({ token: LinkToken, profile: v.number() })),
  edges: v.array(StoredEdge),
  operations: v.array(Operation),
  /** Keys of the operations that have an effect. */
  effective: v.array(OperationKey),
  observations,
  results: v.array(v.strictObject({ key: OperationKey, token: LinkToken, result: OperationResult, at: v.number() })),
  ballots: v.optional(v.array(DrawnBallot), []),
  journey: v.optional(StoredJourney, { seen: [], transitions: [] }),
  triggers: v.optional(StoredTriggers, { fired: [], webhooks: [], due: [] }),
});
export type Bundle = v.InferOutput<typeof Bundle>;
