import { runStep } from "./step.ts";

const documented = runStep({ name: "docs/errors.md", command: ["node", "scripts/errors-doc.ts"] });
const linted = runStep({ name: "lint", command: ["oxlint", "--type-aware", "--fix", "."] });
const formatted = runStep({ name: "format", command: ["oxfmt", "."] });
process.exit(documented && linted && formatted ? 0 : 1);
