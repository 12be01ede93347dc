import { staticChecks } from "./static-checks.ts";
import { runStep } from "./step.ts";

const failed = staticChecks.filter((step) => !runStep(step));
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.map(({ name }) => name).join(", ")}. "npm run fix" mends format and simple lint.`);
  process.exit(1);
}
