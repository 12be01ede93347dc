import { bytesPart } from "./bytes-part.ts";
import { tillPart } from "./till-part.ts";
import type { NamedPart } from "../report/parted-bench.ts";

/** In the order of the report. */
export const PARTS: readonly NamedPart[] = [
  {
    name: "till",
    about: "a million receipts, killed three times on the way: records a second, memory, none lost or twice",
    run: tillPart,
  },
  { name: "bytes", about: "what each channel sends for a record and for a person", run: bytesPart },
];
