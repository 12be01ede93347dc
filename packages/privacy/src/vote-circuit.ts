export { CellSumCircuit, type CellVote } from "./lib/contribution/cell-sum-circuit.ts";
export { type CellSumLayout } from "./lib/contribution/cell-sum-layout.ts";
export { votePrio3 } from "./lib/contribution/vote-prio3.ts";
export { type RandomSource } from "./lib/random-source.ts";
