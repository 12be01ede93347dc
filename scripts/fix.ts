import { runStep } from "./step.ts";
import { readTask } from "./task-call.ts";

readTask("npm run fix", {
  purpose: "Writes docs/errors.md again, corrects simple lint errors, and formats every file.",
  options: [],
});

const documented = runStep({ name: "docs/errors.md", command: ["node", "scripts/errors-doc.ts"] });
const linted = runStep({ name: "lint", command: ["oxlint", "--type-aware", "--fix", "."] });
const formatted = runStep({ name: "format", command: ["oxfmt", "."] });
process.exit(documented && linted && formatted ? 0 : 1);
