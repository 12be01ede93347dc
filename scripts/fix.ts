import { runStep } from "./step.ts";

const linted = runStep({ name: "lint", command: ["oxlint", "--type-aware", "--fix", "."] });
const formatted = runStep({ name: "format", command: ["oxfmt", "."] });
process.exit(linted && formatted ? 0 : 1);
