import type { NamedPart } from "../report/parted-bench.ts";

/** In the order of the report. */
export const PARTS: readonly NamedPart[] = [
  {
    name: "known",
    about: "pages that the reader's own tests use: nine shop systems and three themes",
    load: async () => (await import("./sites-part.ts")).sitesPart("known"),
  },
  {
    name: "unseen",
    about: "pages written without a look at the reader: themes, other shop systems, news, documentation",
    load: async () => (await import("./sites-part.ts")).sitesPart("unseen"),
  },
];
