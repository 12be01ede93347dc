export { addScalars } from "./lib/prf/ristretto.ts";
export { randomKey } from "./lib/prf/share-of-batch.ts";
export { evaluateWithKey } from "./lib/prf/whole-key.ts";
