export { blindBatch, finalizeBatch, outputOf } from "./lib/prf/blinded-batch.ts";
export { hashToGroup } from "./lib/prf/ciphersuite.ts";
export type { Operators } from "./lib/prf/operators.ts";
export { addScalars, ELEMENT_BYTES, multiply } from "./lib/prf/ristretto.ts";
export { randomKey, shareOfBatch } from "./lib/prf/share-of-batch.ts";
