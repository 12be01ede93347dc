import type { Mutant } from "./mutant.ts";

/** Every mutant of every area. */
export const MUTANTS: readonly Mutant[] = [];
