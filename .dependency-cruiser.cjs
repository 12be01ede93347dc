// Imports run one way (see "Architecture" in README.md). A package may import only what its row allows.
const ALLOWED = {
  protocol: [],
  privacy: ["protocol"],
  features: ["protocol"],
  linkage: [],
  clustering: ["protocol", "features"],
  transparency: ["protocol", "privacy"],
  metrics: ["protocol", "privacy"],
  operator: ["protocol", "privacy"],
  contribution: ["protocol", "privacy", "features"],
  "client-sdk": ["protocol", "privacy", "features", "transparency", "contribution"],
  "edge-worker": ["protocol", "privacy", "features", "clustering", "linkage", "transparency", "metrics", "operator"],
  aggregator: ["protocol", "privacy", "features", "clustering", "transparency", "metrics", "operator"],
  connector: ["protocol", "privacy", "features", "linkage", "contribution"],
  cli: ["protocol", "privacy", "features", "clustering", "linkage", "transparency", "connector"],
  research: ["protocol", "privacy", "features", "clustering", "linkage", "transparency", "connector", "cli"],
};

module.exports = {
  forbidden: [
    ...Object.entries(ALLOWED).map(([name, allowed]) => ({
      name: `${name}-knows-only-${allowed.join("-") || "itself"}`,
      severity: "error",
      from: { path: `^packages/${name}/src/`, pathNot: "\\.test(-d)?\\.ts$|/test/" },
      to: { path: "^packages/", pathNot: [name, ...allowed].map((other) => `^packages/${other}/`).join("|") },
    })),
    {
      name: "only-the-cli-trains",
      comment:
        "`sedge models` trains with the same code as the shipped models; nothing that a page or a Worker runs may hold it.",
      severity: "error",
      from: { path: "^packages/(?!cli/)", pathNot: "\\.test\\.ts$|/test/" },
      to: { path: "^models/src/" },
    },
    {
      name: "no-circular",
      severity: "error",
      comment: "Types count: a type that two files need from each other belongs in a third.",
      from: {},
      to: { circular: true },
    },
    {
      name: "packages-do-not-import-what-stands-on-them",
      severity: "error",
      from: { path: "^packages/(?!testbed/)", pathNot: "\\.test\\.ts$|/test/" },
      to: { path: "^(examples|e2e|benchmarks|scripts)/|^packages/testbed/" },
    },
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^cloudflare:" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // The apps have lock files of their own, which only a run of theirs installs.
    exclude: { path: "(^|/)(dist|\\.wrangler|\\.sedge)/|^examples/apps/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["workerd", "browser", "import", "types", "default"],
      extensions: [".ts", ".js", ".mjs", ".cjs", ".json"],
    },
  },
};
