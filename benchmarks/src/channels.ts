/** `npm run bench -- channels`: other channels' records pushed through both operators. */
import { PARTS } from "./channels/parts.ts";
import { runParts } from "./report/run-parts.ts";

const ABOUT = `What the systems behind the counter cost: their records pushed through both operators, as "sedge push" does it.`;

const QUICK = "fewer records and people";
await runParts({ name: "channels", about: ABOUT, quick: QUICK, parts: PARTS }, process.argv.slice(2));
