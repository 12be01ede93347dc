import { usageOf } from "@sedge/connector/command-line";
import { DATA_SETS } from "./data-set.ts";

/** Values of `--only`: the data sets and the other measurements. */
export const LINKAGE_PARTS = [
  ...DATA_SETS.map(({ name }) => name),
  "worlds",
  "prf",
  "speed",
  "live",
  "dictionary",
  "frequency",
  "structure",
];

export const USAGE = usageOf("npm run bench -- linkage", {
  purpose: `Quality of private record linkage: links each data set with tokens instead of names (private) and with the same method on
clear text (clear), and compares both with targets and peers. Also links generated worlds of households and towns, and measures the PRF's cost, the time to link a million generated
records, and three attacks on the edge's data. Skips missing data sets; SEDGE_DATA is their folder.`,
  options: [
    {
      name: "quick",
      description: "no million records, no live edge, no second data set through the PRF, a tenth of the dictionary",
    },
    { name: "only", value: "NAME", description: `run only this part: ${LINKAGE_PARTS.join(", ")}` },
    { name: "json", description: "print only the last line, JSON" },
  ],
});
