import * as v from "valibot";

const Bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array);
const Share = v.object({ publicKey: Bytes, evaluated: Bytes, proof: Bytes });

/** What a thread is asked to do. Elements and scalars lie packed, 32 bytes each. */
export const PrfJob = v.variant("kind", [
  /** Blinds the inputs of terms. */
  v.object({ kind: v.literal("blind"), site: v.string(), terms: v.array(v.string()) }),
  /** Answers as an operator does. */
  v.object({ kind: v.literal("evaluate"), secretKey: Bytes, publicKey: Bytes, blinded: Bytes }),
  /** Checks the operators' proofs and makes record tokens. */
  v.object({
    kind: v.literal("finish"),
    site: v.string(),
    epoch: v.pipe(v.number(), v.integer()),
    terms: v.array(v.string()),
    blinds: Bytes,
    blinded: Bytes,
    shares: v.array(Share),
  }),
]);
export type PrfJob = v.InferOutput<typeof PrfJob>;

export const BlindAnswer = v.object({ kind: v.literal("blind"), blinds: Bytes, blinded: Bytes });
export const EvaluateAnswer = v.object({ kind: v.literal("evaluate"), ...Share.entries });
export const FinishAnswer = v.object({ kind: v.literal("finish"), tokens: v.array(v.string()) });

/** What a thread answers. */
export const PrfAnswer = v.variant("kind", [BlindAnswer, EvaluateAnswer, FinishAnswer]);
export type PrfAnswer = v.InferOutput<typeof PrfAnswer>;

/** A job or an answer with the number that keeps them together. `failed`: why there is no answer. */
export const NumberedJob = v.object({ id: v.number(), job: PrfJob });
export const NumberedAnswer = v.variant("outcome", [
  v.object({ outcome: v.literal("answered"), id: v.number(), answer: PrfAnswer }),
  v.object({
    outcome: v.literal("refused"),
    id: v.number(),
    code: v.picklist(["bad-group-element", "bad-proof"]),
    message: v.string(),
  }),
  v.object({ outcome: v.literal("failed"), id: v.number(), message: v.string() }),
]);
export type NumberedAnswer = v.InferOutput<typeof NumberedAnswer>;
