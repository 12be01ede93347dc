import { existsSync, globSync } from "node:fs";
import { dirname } from "node:path";
import { root, type Step } from "./step.ts";

const configs = globSync("{.,packages/*,examples/*,models,e2e,benchmarks}/tsconfig.json", { cwd: root }).sort();

/** What one run knows of a package's types is kept for the next, which then checks only what has changed. */
const typesOf = (config: string): Step => {
  const known = `node_modules/.cache/types/${config.replaceAll("/", "-")}.tsbuildinfo`;
  return { name: `types of ${config}`, command: ["tsc", "-p", config, "--incremental", "--tsBuildInfoFile", known] };
};
const dependencyEdges: Step = {
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
};
const deadCode: Step = { name: "dead code", command: ["knip"] };

/** Every check that does not run the code. */
export const staticChecks: readonly Step[] = [
  // Reads the types once for both, each file by its package's tsconfig.json.
  { name: "lint and types", command: ["oxlint", "--type-aware", "--type-check", "."] },
  { name: "format", command: ["oxfmt", "--check", "."] },
  dependencyEdges,
  deadCode,
];

/** The checks that a change to these files can break: their format and lint, and the types of every affected package. */
export function staticChecksOf(files: readonly string[], isAffected: (folder: string) => boolean): readonly Step[] {
  const sources = files.filter((file) => /\.(?:[cm]?[jt]s|json)$/.test(file) && existsSync(file));
  const code = sources.filter((file) => /\.[cm]?[jt]s$/.test(file));
  if (sources.length === 0) return [];
  const affected = configs.filter((config) => isAffected(dirname(config) === "." ? "scripts" : dirname(config)));
  return [
    ...(code.length === 0 ? [] : [{ name: "lint", command: ["oxlint", "--type-aware", ...code] } satisfies Step]),
    { name: "format", command: ["oxfmt", "--check", ...sources] },
    ...affected.map(typesOf),
    dependencyEdges,
  ];
}
