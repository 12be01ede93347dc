import { DATA_SETS } from "./data-sets.ts";

/** What `--only` takes: the data sets, and what is measured beside them. */
export const LINKAGE_PARTS = [...DATA_SETS.map(({ name }) => name), "prf", "speed", "live", "dictionary", "frequency"];

export const USAGE = `npm run bench -- linkage [--quick] [--only NAME] [--json]

How well records are linked that nobody can read: each data set once with tokens in place of names (private), once with
the same method on the texts themselves (clear), beside the aims and the peers; what the PRF costs; how fast a million
generated people are linked; and two attacks on what the edge holds. Data that are not to be had are skipped: SEDGE_DATA
names their folder.

  --quick      no million people, no live edge, no second data set through the PRF, a tenth of the dictionary
  --only NAME  one part alone: ${LINKAGE_PARTS.join(", ")}
  --json       the last line alone, JSON
  --help       this text`;
