import type { NamedPart } from "../report/parted-bench.ts";

/** In the order of the report. */
export const PARTS: readonly NamedPart[] = [
  {
    name: "travel",
    about: "CLINC150, domain travel: 15 intents; its out-of-scope texts measure",
    load: async () => (await import("./refusal-part.ts")).refusalPart("travel"),
  },
  {
    name: "kitchen-and-home",
    about: "CLINC150, domains kitchen and home: 30 intents; its out-of-scope texts measure",
    load: async () => (await import("./refusal-part.ts")).refusalPart("kitchen-and-home"),
  },
  {
    name: "banking",
    about: "BANKING77-OOS: 50 intents; texts of 27 others and of other services measure",
    load: async () => (await import("./refusal-part.ts")).refusalPart("banking"),
  },
];
