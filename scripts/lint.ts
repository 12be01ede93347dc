import { staticChecks } from "./static-checks.ts";
import { runSideBySide, runStep, type Step } from "./step.ts";

const build: Step = { name: "build", command: ["node", "scripts/build.ts"] };
// Whoever uses the SDK is checked against the types that it publishes.
const failed = runStep(build) ? [] : [build];
failed.push(...(await runSideBySide(staticChecks)));
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.map(({ name }) => name).join(", ")}. "npm run fix" mends format and simple lint.`);
  process.exit(1);
}
