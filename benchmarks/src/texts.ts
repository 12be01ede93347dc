/** `npm run bench -- texts`: calibration and refusal of models trained without out-of-scope rows, before and after. */
import { runParts } from "./report/run-parts.ts";
import { PARTS } from "./texts/parts.ts";

const ABOUT = `A site's own text models, trained without one out-of-scope row: accuracy, calibration, and how well they refuse what they
were not taught. "before": a tenth calibrates, and nothing is refused.`;

await runParts(
  { name: "texts", about: ABOUT, quick: "10 rows an intent, not 40", parts: PARTS },
  process.argv.slice(2),
);
