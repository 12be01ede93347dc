/** `npm run bench -- sites`: what the page reader recognises on pages of shops, themes, news and documentation. */
import { runParts } from "./report/run-parts.ts";
import { PARTS } from "./sites/parts.ts";

const ABOUT = `Pages rewritten by hand from what public shop systems and themes write, each with what its author knows it to be: the
share of page kinds, products, prices and cart steps that the built page reader recognises in Chromium.`;

await runParts({ name: "sites", about: ABOUT, quick: "every third page", parts: PARTS }, process.argv.slice(2));
