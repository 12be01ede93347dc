import type { BenchPart } from "./bench-part.ts";

/** A part and its name on the command line. */
export interface NamedPart {
  readonly name: string;
  readonly about: string;
  /** Loads its code, which only a run needs. */
  readonly load: () => Promise<
    (options: { readonly quick: boolean }, note: (line: string) => void) => Promise<BenchPart> | BenchPart
  >;
}

/** A bench with parts that can run separately. */
export interface PartedBench {
  /** The name in `npm run bench -- NAME`. */
  readonly name: string;
  /** A description for the help. */
  readonly about: string;
  /** What `--quick` skips. */
  readonly quick: string;
  /** In the order of the report. */
  readonly parts: readonly NamedPart[];
}
