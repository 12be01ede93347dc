import * as v from "valibot";
import { base64url } from "./base64url.ts";
import { Channel } from "./channel.ts";
import { MAX_TOKENS_OF_A_KIND } from "./limits.ts";
import { messageHead } from "./signed-message.ts";
import { TokenKinds } from "./token-kinds.ts";

/**
 * The token of one term of a record, made by both operators: equal terms, equal tokens. It is not a key and signs
 * nothing.
 */
export const RecordToken = base64url(16);

const name = v.pipe(v.string(), v.regex(/^[a-zA-Z]{1,24}$/));
const tokens = v.pipe(v.array(RecordToken), v.minLength(1), v.maxLength(MAX_TOKENS_OF_A_KIND));

/** Record tokens by field and by how each was made (see `@sedge/linkage/terms`). A field that is missing is absent. */
export const RecordFields = v.record(name, v.record(name, tokens));
export type RecordFields = v.InferOutput<typeof RecordFields>;

/** A record as its owner sends it. It replaces the record's earlier content. */
export const RecordBody = v.strictObject({
  channel: Channel,
  fields: RecordFields,
  kinds: v.exactOptional(TokenKinds),
});
export type RecordBody = v.InferOutput<typeof RecordBody>;

/**
 * A record of another channel. It is signed first by its own token (the PRF of channel and record id, so that its owner
 * can sign for it later), then by the strong identifiers in it.
 */
export const RecordMessage = v.strictObject({ ...messageHead, action: v.literal("record"), body: RecordBody });
export type RecordMessage = v.InferOutput<typeof RecordMessage>;
