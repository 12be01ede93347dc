/** `npm run bench -- log`: a log of site statements, and the device's check of one. */
import { PARTS } from "./log/parts.ts";
import { runParts } from "./report/run-parts.ts";

const ABOUT = "The log of site statements: what a statement adds to a manifest, and what its check costs a device.";

await runParts({ name: "log", about: ABOUT, quick: "a log of 10,000", parts: PARTS }, process.argv.slice(2));
