export { chiSquareTail } from "./lib/generation/chi-square.ts";
export { type CellCounts, driftBetween, FALSE_ALARM } from "./lib/generation/drift.ts";
export { type Flow, type Lineage, lineageOf } from "./lib/generation/lineage.ts";
export { optimalMatching } from "./lib/generation/optimal-matching.ts";
