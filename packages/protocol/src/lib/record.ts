import * as v from "valibot";
import { base64url } from "./base64url.ts";
import { Channel } from "./channel.ts";
import { MAX_RECORD_MESSAGE_CHARS, MAX_RECORD_SIGNATURES, MAX_RECORDS, MAX_TOKENS_OF_A_KIND } from "./limits.ts";
import { ProblemCode } from "./problem.ts";
import { envelopeOf, messageHead, OperationId } from "./signed-message.ts";
import { TokenKinds } from "./token-kinds.ts";

/** What one term of a record became through both operators: equal terms, equal tokens. It is no key and signs nothing. */
export const RecordToken = base64url(16);

const name = v.pipe(v.string(), v.regex(/^[a-zA-Z]{1,24}$/));
const tokens = v.pipe(v.array(RecordToken), v.minLength(1), v.maxLength(MAX_TOKENS_OF_A_KIND));

/** Record tokens by field and by how each was made (see `@sedge/linkage/terms`). A field that is missing is absent. */
export const RecordFields = v.record(name, v.record(name, tokens));
export type RecordFields = v.InferOutput<typeof RecordFields>;

/** A record as its owner sends it. It replaces what the same record said before. */
export const RecordBody = v.strictObject({
  channel: Channel,
  fields: RecordFields,
  kinds: v.exactOptional(TokenKinds),
});
export type RecordBody = v.InferOutput<typeof RecordBody>;

/**
 * A record of another channel. It is signed first by its own token (the PRF of channel and record id, so that its owner
 * can sign for it later), then by the strong identifiers that it holds.
 */
export const RecordMessage = v.strictObject({ ...messageHead, action: v.literal("record"), body: RecordBody });
export type RecordMessage = v.InferOutput<typeof RecordMessage>;

/** As a signed envelope of a page, with room for a record and its identifiers. */
export const RecordEnvelope = envelopeOf(MAX_RECORD_MESSAGE_CHARS, MAX_RECORD_SIGNATURES);
export type RecordEnvelope = v.InferOutput<typeof RecordEnvelope>;

/** Connector to edge (promise rows 2 and 5): records, each signed for itself. One that is refused stops no other. */
export const RecordBatch = v.strictObject({
  records: v.pipe(v.array(RecordEnvelope), v.minLength(1), v.maxLength(MAX_RECORDS)),
});
export type RecordBatch = v.InferOutput<typeof RecordBatch>;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What became of one record. */
export const RecordOutcome = v.union([
  v.strictObject({
    operationId: OperationId,
    /** Tokens in the record's profile now, itself included. */
    tokens: count,
    /** Edges that the record has now, those included that join it to nobody. */
    edges: count,
  }),
  v.strictObject({ code: ProblemCode }),
]);
export type RecordOutcome = v.InferOutput<typeof RecordOutcome>;

/** Edge to connector: an outcome for each record, in the order in which they were sent. */
export const RecordBatchOutcome = v.strictObject({ outcomes: v.array(RecordOutcome) });
export type RecordBatchOutcome = v.InferOutput<typeof RecordBatchOutcome>;
