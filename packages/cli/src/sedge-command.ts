import { type CommandEntry, type CommandGroup, CONNECTOR_COMMANDS } from "@sedge/connector/commands";

const MODELS: CommandGroup = {
  name: "models",
  summary: "train, measure and apply models",
  commands: [
    {
      name: "train",
      summary: "train a model of your own data, or a shipped model again",
      usage: async () => (await import("./lib/models/models-usage.ts")).TRAIN_USAGE,
      load: async () => (await import("./lib/models/train-command.ts")).trainCommand,
    },
    {
      name: "eval",
      summary: "measure a model on labelled rows",
      usage: async () => (await import("./lib/models/models-usage.ts")).EVAL_USAGE,
      load: async () => (await import("./lib/models/eval-command.ts")).evalCommand,
    },
    {
      name: "predict",
      summary: "apply a model to rows",
      usage: async () => (await import("./lib/models/models-usage.ts")).PREDICT_USAGE,
      load: async () => (await import("./lib/models/predict-command.ts")).predictCommand,
    },
  ],
};

const LOG: CommandGroup = {
  name: "log",
  summary: "check a log of site statements",
  commands: [
    {
      name: "key",
      summary: "print the key of a log",
      usage: async () => (await import("./lib/log/log-usage.ts")).KEY_USAGE,
      load: async () => (await import("./lib/log/log-key-command.ts")).logKeyCommand,
    },
    {
      name: "verify",
      summary: "read a log and check everything in it",
      usage: async () => (await import("./lib/log/log-usage.ts")).VERIFY_USAGE,
      load: async () => (await import("./lib/log/log-verify-command.ts")).logVerifyCommand,
    },
    {
      name: "watch",
      summary: "verify a log, then follow it",
      usage: async () => (await import("./lib/log/log-usage.ts")).WATCH_USAGE,
      load: async () => (await import("./lib/log/log-watch-command.ts")).logWatchCommand,
    },
  ],
};

const VERIFY: CommandGroup = {
  name: "verify",
  summary: "repeat what operators publish",
  commands: [
    {
      name: "generation",
      summary: "repeat a site's codebook from its noisy sums",
      usage: async () => (await import("./lib/verify/verify-usage.ts")).GENERATION_USAGE,
      load: async () => (await import("./lib/verify/generation-command.ts")).generationCommand,
    },
  ],
};

/** Commands of `sedge`: the tools, and those of the connector. */
export const SEDGE_COMMANDS: readonly (CommandEntry | CommandGroup)[] = [
  MODELS,
  {
    name: "resolve",
    summary: "find the records of one person",
    usage: async () => (await import("./lib/resolve/resolve-usage.ts")).RESOLVE_USAGE,
    load: async () => (await import("./lib/resolve/resolve-command.ts")).resolveCommand,
  },
  {
    name: "cluster",
    summary: "learn clusters of points privately",
    usage: async () => (await import("./lib/cluster/cluster-usage.ts")).CLUSTER_USAGE,
    load: async () => (await import("./lib/cluster/cluster-command.ts")).clusterCommand,
  },
  VERIFY,
  LOG,
  {
    name: "tag",
    summary: "print a site's script tag with what it pins",
    usage: async () => (await import("./lib/tag/tag-usage.ts")).TAG_USAGE,
    load: async () => (await import("./lib/tag/tag-command.ts")).tagCommand,
  },
  {
    name: "witness",
    summary: "cosign the checkpoints of a log",
    usage: async () => (await import("./lib/witness/witness-usage.ts")).WITNESS_USAGE,
    load: async () => (await import("./lib/witness/witness-command.ts")).witnessCommand,
  },
  ...CONNECTOR_COMMANDS,
];
