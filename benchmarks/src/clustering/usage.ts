import { PARTS } from "./parts.ts";

export const USAGE = `npm run bench -- clustering [--quick] [--only PART] [--json]

How good clusters are that are learnt from everyone and readable from no one, beside the published private methods; what a
contribution costs; what the noise really hides. Data that are not to be had are skipped: SEDGE_DATA names their folder.

  --quick      fewer seeds and runs, and no large sets
  --only PART  one part alone: ${PARTS.map(({ name }) => name).join(", ")}
  --json       the last line alone, JSON
  --help       this text

${PARTS.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join("\n")}`;
