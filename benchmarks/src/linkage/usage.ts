import { DATA_SETS } from "./data-sets.ts";

/** Values of `--only`: the data sets and the other measurements. */
export const LINKAGE_PARTS = [...DATA_SETS.map(({ name }) => name), "prf", "speed", "live", "dictionary", "frequency"];

export const USAGE = `npm run bench -- linkage [--quick] [--only NAME] [--json]

Quality of private record linkage: links each data set with tokens instead of names (private) and with the same method on
clear text (clear), and compares both with targets and peers. Also measures the PRF's cost, the time to link a million
generated records, and two attacks on the edge's data. Missing data sets are skipped; SEDGE_DATA is their folder.

  --quick      no million records, no live edge, no second data set through the PRF, a tenth of the dictionary
  --only NAME  run only this part: ${LINKAGE_PARTS.join(", ")}
  --json       print only the last line, JSON
  --help       show this help`;
