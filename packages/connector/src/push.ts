export { CommandError, type CommandErrorCode } from "./lib/command-error.ts";
export type { ContributionCounts } from "./lib/contribute/contribution-counts.ts";
export { OperatorsError, type OperatorsErrorCode } from "./lib/operators/operators-error.ts";
export type { LandingLink, Recipient } from "./lib/push/live/landing-link-offer.ts";
export {
  type Connector,
  type ConnectorOptions,
  createConnector,
  type GivenRecord,
  type RecordCounts,
} from "./lib/push/live/connector.ts";
export { nodeListener } from "./lib/push/live/node-listener.ts";
export { createReceiver, type ReceiverOptions } from "./lib/push/live/receiver.ts";
export { ChannelRecord } from "./lib/push/record/channel-record.ts";
export { type DeliveryCounts } from "./lib/push/send/outbox-sender.ts";
export { type LedgerEntry } from "./lib/push/send/wire-ledger.ts";
