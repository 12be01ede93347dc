import { type CommandEntry, CONNECTOR_COMMANDS } from "@sedge/connector/commands";

const TOOLS: readonly CommandEntry[] = [
  {
    name: "models",
    summary: "train, measure and apply models",
    load: async () => (await import("./lib/models/models-command.ts")).modelsCommand,
  },
  {
    name: "resolve",
    summary: "find the records of one person",
    load: async () => (await import("./lib/resolve/resolve-command.ts")).resolveCommand,
  },
  {
    name: "cluster",
    summary: "learn clusters of points privately",
    load: async () => (await import("./lib/cluster/cluster-command.ts")).clusterCommand,
  },
];

/** Commands of `sedge`: the tools, and those of the connector. */
export const SEDGE_COMMANDS: readonly CommandEntry[] = [...TOOLS, ...CONNECTOR_COMMANDS];
