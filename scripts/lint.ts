import { staticChecks } from "./static-checks.ts";
import { runSideBySide, runStep } from "./step.ts";

const build = { name: "build", command: ["node", "scripts/build.ts"] } as const;
// Whoever uses the SDK is checked against the types that it publishes.
const failed = [...[build].filter((step) => !runStep(step)), ...(await runSideBySide(staticChecks))];
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.map(({ name }) => name).join(", ")}. "npm run fix" mends format and simple lint.`);
  process.exit(1);
}
