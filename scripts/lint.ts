import { staticChecks } from "./static-checks.ts";
import { runSideBySide, runStep, type Step } from "./step.ts";
import { readTask } from "./task-call.ts";

readTask("npm run lint", {
  purpose: "Builds the published packages, then checks format, lint, types, dependency edges and dead code.",
  options: [],
});

const build: Step = { name: "build", command: ["node", "scripts/build.ts"] };
// Users of the SDK are type-checked against its published types.
const failed = runStep(build) ? [] : [build];
failed.push(...(await runSideBySide(staticChecks)));
if (failed.length > 0) {
  console.error(
    `\nFailed: ${failed.map(({ name }) => name).join(", ")}. "npm run fix" corrects the format and simple lint errors.`,
  );
  process.exit(1);
}
