import type { NamedPart } from "../report/parted-bench.ts";

/** In the order of the report. */
export const PARTS: readonly NamedPart[] = [
  {
    name: "part",
    about: "a log of 100,000 statements: bytes of the manifest's part, time of the check, time to append",
    load: async () => (await import("./statement-part-part.ts")).statementPartPart,
  },
  {
    name: "code",
    about: "bytes of the device's check as it is bundled",
    load: async () => (await import("./check-code-part.ts")).checkCodePart,
  },
  {
    name: "first-visit",
    about: "first classification and cluster with the log's check, and with a plain manifest as control",
    load: async () => (await import("./first-visit-part.ts")).firstVisitPart,
  },
];
