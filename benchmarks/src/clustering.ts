/** `npm run bench -- clustering`: clusters learnt with differential privacy, compared with published private methods. */
import { PARTS } from "./clustering/parts.ts";
import { runParts } from "./report/run-parts.ts";

const ABOUT = `How good clusters are that are learnt from everyone and readable from no one, beside the published private methods; what a
contribution costs; what the noise really hides. Data that are not to be had are skipped: SEDGE_DATA names their folder.`;

const QUICK = "fewer seeds and runs, and no large sets";
await runParts({ name: "clustering", about: ABOUT, quick: QUICK, parts: PARTS }, process.argv.slice(2));
