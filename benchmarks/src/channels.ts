/** `npm run bench -- channels`: pushes records of other channels through both operators. */
import { PARTS } from "./channels/parts.ts";
import { runParts } from "./report/run-parts.ts";

const ABOUT = `The cost of back-office channels: their records are pushed through both operators, as "sedge push" does.`;

const QUICK = "fewer records and people";
await runParts({ name: "channels", about: ABOUT, quick: QUICK, parts: PARTS }, process.argv.slice(2));
