import type { BenchPart } from "./bench-part.ts";

/** A part by its name on the command line. */
export interface NamedPart {
  readonly name: string;
  readonly about: string;
  readonly run: (options: { readonly quick: boolean }, note: (line: string) => void) => Promise<BenchPart>;
}

/** A bench whose parts can be run one by one. */
export interface PartedBench {
  /** As `npm run bench -- NAME` has it. */
  readonly name: string;
  /** What it measures, as lines of its help. */
  readonly about: string;
  /** What `--quick` leaves out. */
  readonly quick: string;
  /** In the order of the report. */
  readonly parts: readonly NamedPart[];
}
