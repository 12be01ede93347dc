import * as v from "valibot";

const Bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array);
const Share = v.object({ publicKey: Bytes, evaluated: Bytes, proof: Bytes });

/** A job for a thread. Elements and scalars are packed, 32 bytes each. */
export const PrfJob = v.variant("kind", [
  /** Blinds the inputs of terms. */
  v.object({ kind: v.literal("blind"), site: v.string(), terms: v.array(v.string()) }),
  /** Evaluates as an operator. */
  v.object({ kind: v.literal("evaluate"), secretKey: Bytes, publicKey: Bytes, blinded: Bytes }),
  /** Verifies the operators' proofs and derives record tokens. */
  v.object({
    kind: v.literal("finish"),
    site: v.string(),
    epoch: v.pipe(v.number(), v.integer()),
    terms: v.array(v.string()),
    blinds: Bytes,
    blinded: Bytes,
    shares: v.array(Share),
  }),
  /** Derives record tokens with the sum of both operators' keys: where both run in this process, nothing is hidden. */
  v.object({
    kind: v.literal("direct"),
    site: v.string(),
    epoch: v.pipe(v.number(), v.integer()),
    key: Bytes,
    terms: v.array(v.string()),
  }),
]);
export type PrfJob = v.InferOutput<typeof PrfJob>;

export const BlindAnswer = v.object({ kind: v.literal("blind"), blinds: Bytes, blinded: Bytes });
export const EvaluateAnswer = v.object({ kind: v.literal("evaluate"), ...Share.entries });
export const FinishAnswer = v.object({ kind: v.literal("finish"), tokens: v.array(v.string()) });
/** Tokens of 16 bytes each, packed. */
export const DirectAnswer = v.object({ kind: v.literal("direct"), tokens: Bytes });

/** A thread's result. */
export const PrfAnswer = v.variant("kind", [BlindAnswer, EvaluateAnswer, FinishAnswer, DirectAnswer]);
export type PrfAnswer = v.InferOutput<typeof PrfAnswer>;

/** A job or result with its number. `failed`: why there is no result. */
export const NumberedJob = v.object({ id: v.number(), job: PrfJob });
export const NumberedAnswer = v.variant("result", [
  v.object({ result: v.literal("answered"), id: v.number(), answer: PrfAnswer }),
  v.object({
    result: v.literal("refused"),
    id: v.number(),
    code: v.picklist(["bad-group-element", "bad-proof"]),
    message: v.string(),
  }),
  v.object({ result: v.literal("failed"), id: v.number(), message: v.string() }),
]);
export type NumberedAnswer = v.InferOutput<typeof NumberedAnswer>;
