import { Channel, Codeword, LinkToken, OperationId } from "@sedge/protocol";
import * as v from "valibot";
import type { ShardNumber } from "./shard-number.ts";

/** Keeps an operation's outcome apart from every other token's: SHA-256 of token and operation ID, which names neither. */
export const OperationKey = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/), v.brand("OperationKey"));
export type OperationKey = v.InferOutput<typeof OperationKey>;

/** What is remembered of an operation that was applied. */
export const Outcome = v.strictObject({
  /** Tokens in the profile afterwards; for an erasure, erased. */
  tokens: v.number(),
  edges: v.number(),
  observations: v.number(),
});
export type Outcome = v.InferOutput<typeof Outcome>;

/** Where a token's profile turned out to be, for a caller who looked in the wrong place. */
export type Elsewhere =
  /** The profile is on its way to, or at, another shard. */
  | { readonly state: "moved"; readonly home: ShardNumber }
  /** Nothing here and no forward: read the token's pointer again. */
  | { readonly state: "gone" };

/** Where a token's profile is at home, and the smallest token that it holds. */
export interface Place {
  readonly state: "done";
  readonly home: ShardNumber;
  readonly smallest: LinkToken;
}

/** The profile after an operation. */
export interface Standing {
  readonly state: "done";
  readonly tokens: number;
  readonly codewords: readonly { readonly channel: Channel; readonly codeword: Codeword }[];
}

const row = {
  members: v.array(LinkToken),
  edges: v.array(v.strictObject({ a: LinkToken, b: LinkToken, operationId: OperationId })),
  observations: v.array(
    v.strictObject({ token: LinkToken, channel: Channel, codeword: Codeword, sequence: v.number() }),
  ),
};

/** A profile as it is stored and exported. */
export const StoredProfile = v.strictObject(row);
export type StoredProfile = v.InferOutput<typeof StoredProfile>;

/** A profile with all that belongs to it, as it travels between shards. */
export const Bundle = v.strictObject({
  ...row,
  operations: v.array(v.strictObject({ key: OperationKey, token: LinkToken, outcome: Outcome, at: v.number() })),
});
export type Bundle = v.InferOutput<typeof Bundle>;
