/** `npm run bench -- clustering`: clusters learnt with differential privacy, compared with published private methods. */
import { PARTS } from "./clustering/parts.ts";
import { runParts } from "./report/run-parts.ts";

const ABOUT = `The quality of clusters that are learned from everyone under differential privacy, compared with published private
methods; the cost of a contribution; what the noise hides. Skips missing data sets; SEDGE_DATA is their folder.`;

const QUICK = "fewer seeds and runs, and no large sets";
await runParts({ name: "clustering", about: ABOUT, quick: QUICK, parts: PARTS }, process.argv.slice(2));
