export { measurementFor, type MeasurementOptions } from "./lib/codebook/measurement-for.ts";
export { highestIdIn, type NextCodebook, nextCodebook, type RefusalReason } from "./lib/codebook/next-codebook.ts";
export type { NextCodebookOptions } from "./lib/codebook/next-codebook-options.ts";
export type { RoundSums } from "./lib/codebook/round-sums.ts";
