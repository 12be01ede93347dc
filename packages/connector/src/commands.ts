import type { CommandEntry } from "./lib/run-command.ts";

export { type Command, type CommandEntry, runCommand, runProcess } from "./lib/run-command.ts";

/** Commands for a channel's own system. */
export const CONNECTOR_COMMANDS: readonly CommandEntry[] = [
  {
    name: "push",
    summary: "push another channel's records",
    load: async () => (await import("./lib/push/push-command.ts")).pushCommand,
  },
  {
    name: "contribute",
    summary: "vote for people who agreed to learn",
    load: async () => (await import("./lib/contribute/contribute-command.ts")).contributeCommand,
  },
  {
    name: "landing-links",
    summary: "make landing links for a mailing",
    load: async () => (await import("./lib/landing-links/landing-links-command.ts")).landingLinksCommand,
  },
  {
    name: "migrate-keys",
    summary: "migrate people to new PRF keys",
    load: async () => (await import("./lib/migrate-keys/migrate-keys-command.ts")).migrateKeysCommand,
  },
  {
    name: "clusters",
    summary: "read the clusters of a channel's people",
    load: async () => (await import("./lib/clusters/clusters-command.ts")).clustersCommand,
  },
  {
    name: "connector-key",
    summary: "make or show a connector's key",
    load: async () => (await import("./lib/operators/connector-key-command.ts")).connectorKeyCommand,
  },
  {
    name: "login-key",
    summary: "make, show or register a login's key",
    load: async () => (await import("./lib/operators/login-key-command.ts")).loginKeyCommand,
  },
];
