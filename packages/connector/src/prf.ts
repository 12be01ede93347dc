export { ELEMENT_BYTES } from "@sedge/privacy/voprf";
export { blindBatch, finalizeBatch, outputOf } from "./lib/prf/blinded-batch.ts";
export type { Operators } from "./lib/prf/operators.ts";
export { addScalars, hashToGroup, multiply } from "./lib/prf/ristretto.ts";
export { randomKey, shareOfBatch } from "./lib/prf/share-of-batch.ts";
