import type { CommandEntry } from "./lib/run-command.ts";

export { type Command, type CommandEntry, type CommandGroup, runCommand, runProcess } from "./lib/run-command.ts";

/** Commands for a channel's own system. */
export const CONNECTOR_COMMANDS: readonly CommandEntry[] = [
  {
    name: "push",
    summary: "push another channel's records",
    usage: async () => (await import("./lib/push/push-usage.ts")).PUSH_USAGE,
    load: async () => (await import("./lib/push/push-command.ts")).pushCommand,
  },
  {
    name: "contribute",
    summary: "vote for people who agreed to learning",
    usage: async () => (await import("./lib/contribute/contribute-usage.ts")).CONTRIBUTE_USAGE,
    load: async () => (await import("./lib/contribute/contribute-command.ts")).contributeCommand,
  },
  {
    name: "landing-links",
    summary: "make landing links for a mailing",
    usage: async () => (await import("./lib/landing-links/landing-links-usage.ts")).LANDING_LINKS_USAGE,
    load: async () => (await import("./lib/landing-links/landing-links-command.ts")).landingLinksCommand,
  },
  {
    name: "migrate-keys",
    summary: "migrate people to new PRF keys",
    usage: async () => (await import("./lib/migrate-keys/migrate-keys-usage.ts")).MIGRATE_KEYS_USAGE,
    load: async () => (await import("./lib/migrate-keys/migrate-keys-command.ts")).migrateKeysCommand,
  },
  {
    name: "clusters",
    summary: "read the clusters of a channel's people",
    usage: async () => (await import("./lib/clusters/clusters-usage.ts")).CLUSTERS_USAGE,
    load: async () => (await import("./lib/clusters/clusters-command.ts")).clustersCommand,
  },
  {
    name: "connector-key",
    summary: "make a connector's key, or print it",
    usage: async () => (await import("./lib/operators/connector-key-usage.ts")).CONNECTOR_KEY_USAGE,
    load: async () => (await import("./lib/operators/connector-key-command.ts")).connectorKeyCommand,
  },
  {
    name: "login-key",
    summary: "make, print or register a login's key",
    usage: async () => (await import("./lib/operators/login-key-usage.ts")).LOGIN_KEY_USAGE,
    load: async () => (await import("./lib/operators/login-key-command.ts")).loginKeyCommand,
  },
  {
    name: "erasure-requests",
    summary: "list and answer erasures asked for without a proof",
    usage: async () => (await import("./lib/operators/erasure-requests-usage.ts")).ERASURE_REQUESTS_USAGE,
    load: async () => (await import("./lib/operators/erasure-requests-command.ts")).erasureRequestsCommand,
  },
  {
    name: "receipts",
    summary: "print the consent receipts of a privacy text",
    usage: async () => (await import("./lib/receipts/receipts-usage.ts")).RECEIPTS_USAGE,
    load: async () => (await import("./lib/receipts/receipts-command.ts")).receiptsCommand,
  },
  {
    name: "verify-receipts",
    summary: "check the signatures of consent receipts",
    usage: async () => (await import("./lib/receipts/receipts-usage.ts")).VERIFY_RECEIPTS_USAGE,
    load: async () => (await import("./lib/receipts/verify-receipts-command.ts")).verifyReceiptsCommand,
  },
  {
    name: "retention",
    summary: "print how long a site keeps data",
    usage: async () => (await import("./lib/retention/retention-usage.ts")).RETENTION_USAGE,
    load: async () => (await import("./lib/retention/retention-command.ts")).retentionCommand,
  },
];
