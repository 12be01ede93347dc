import type { NamedPart } from "../report/parted-bench.ts";

/** In the order of the report. */
export const PARTS: readonly NamedPart[] = [
  {
    name: "till",
    about: "a million receipts, with three kills: records per second, memory, and no record lost or counted twice",
    load: async () => (await import("./till-part.ts")).tillPart,
  },
  {
    name: "bytes",
    about: "bytes that each channel sends per record and per person",
    load: async () => (await import("./bytes-part.ts")).bytesPart,
  },
];
