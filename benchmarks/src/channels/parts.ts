import type { BenchPart } from "../clustering/bench-part.ts";
import { bytesPart } from "./bytes-part.ts";
import { tillPart } from "./till-part.ts";

/** A part by its name on the command line. */
export interface NamedPart {
  readonly name: string;
  readonly about: string;
  readonly run: (options: { readonly quick: boolean }, note: (line: string) => void) => Promise<BenchPart>;
}

/** In the order of the report. */
export const PARTS: readonly NamedPart[] = [
  {
    name: "till",
    about: "a million receipts, killed three times on the way: records a second, memory, none lost or twice",
    run: tillPart,
  },
  { name: "bytes", about: "what each channel sends for a record and for a person", run: bytesPart },
];
