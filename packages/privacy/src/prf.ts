export { type Blinding, blind } from "./lib/prf-blinding.ts";
export { deriveEpochSeed } from "./lib/epoch-seed.ts";
export { PrfError, type PrfErrorCode } from "./lib/prf-error.ts";
export { finalize, type PublishedShare } from "./lib/prf-output.ts";
export { deriveShareKey, evaluateShare, type PrfKeyPair, type ShareEvaluation } from "./lib/prf-share.ts";
export type { RandomSource } from "./lib/random-source.ts";
