export { type EvaluatedBatch, verify } from "./lib/voprf/dleq-proof.ts";
export { ELEMENT_BYTES, type RistrettoGroup } from "./lib/voprf/ristretto-group.ts";
export { evaluateBatch } from "./lib/voprf/evaluate-batch.ts";
export { concatenated, expandMessage, lengthFirst, suiteDomain } from "./lib/voprf/transcript.ts";
