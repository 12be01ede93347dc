import { globSync } from "node:fs";
import { type Step, root } from "./step.ts";

const configs = globSync("{.,packages/*,examples/*,models,e2e,benchmarks}/tsconfig.json", { cwd: root }).sort();

/** Everything that can be said of the code without running it. */
export const staticChecks: readonly Step[] = [
  { name: "format", command: ["oxfmt", "--check", "."] },
  { name: "lint", command: ["oxlint", "--type-aware", "."] },
  ...configs.map((config): Step => ({ name: `types of ${config}`, command: ["tsc", "-p", config] })),
  {
    name: "dependency edges",
    command: [
      "depcruise",
      "--config",
      ".dependency-cruiser.cjs",
      "packages",
      "examples",
      "models",
      "e2e",
      "benchmarks",
      "scripts",
    ],
  },
  { name: "dead code", command: ["knip"] },
];
