import type { IdentifierKind } from "@sedge/privacy/identifier";
import type { Channel } from "@sedge/protocol";
import * as v from "valibot";
import { CommandError } from "../../command-error.ts";
import type { ContributionCounts } from "../../contribute/contribution-counts.ts";
import { OperatorsError } from "../../operators/operators-error.ts";
import type { IntakeCounts } from "../intake-counts.ts";
import { PushSession } from "../push-session.ts";
import { ChannelRecord } from "../record/channel-record.ts";
import type { DeliveryCounts } from "../send/outbox-sender.ts";
import { ledgerFile, NO_LEDGER } from "../send/wire-ledger.ts";
import type { LandingLink, Recipient } from "./landing-link-offer.ts";
import { offerLandingLinks } from "./offer-landing-links.ts";
import { Mutex } from "./mutex.ts";

/** Options of {@link createConnector}. */
export interface ConnectorOptions {
  /** Any channel except `web` and `app`, which use the SDK. */
  readonly channel: Exclude<Channel, "web" | "app">;
  /** The connector's secret, 32 bytes. */
  readonly key: Uint8Array;
  /** The previous secret, after a key rotation. */
  readonly previousKey?: Uint8Array;
  readonly site: string;
  /** The edge's URL. */
  readonly endpoint: string;
  /** The state file. Only one process can open it at a time. */
  readonly state: string;
  /** The policy version for records that do not state one. */
  readonly policyVersion?: string;
  /** ISO 3166 two-letter country for records that do not state one. */
  readonly country?: string;
  /** The aggregator's public key that the manifest must name. */
  readonly aggregatorKey?: string;
  /** File to which every sent message is appended. */
  readonly ledger?: string;
  /** Seconds between automatic flushes; 0: only `flush` sends. Default: 60. */
  readonly flushSeconds?: number;
  /** Called if an automatic flush fails; its messages stay queued. Default: emits a process warning. */
  readonly onError?: (error: unknown) => void;
  readonly fetch?: typeof fetch;
}

/** A record as the caller passes it; see `ChannelRecord`. */
export type GivenRecord = v.InferInput<typeof ChannelRecord>;

/** Number of records by result; see `IntakeCounts`. */
export type RecordCounts = Readonly<IntakeCounts>;

/** A live connection of another channel's system. Call `close` when done. */
export interface Connector {
  /**
   * Ingests a record. Resolves when the record is on disk and can be neither lost nor counted twice. The next `flush`
   * sends the messages that follow from it.
   * @throws CommandError `bad-value` for an invalid record; OperatorsError, PrfError. Nothing is stored then.
   */
  record(record: GivenRecord): Promise<RecordCounts>;
  /** Ingests several records in one transaction. */
  records(records: readonly GivenRecord[]): Promise<RecordCounts>;
  /**
   * Withdraws the consent of the person with these identifiers: deletes them here immediately, and at the edge with the
   * next `flush`.
   */
  withdraw(identifiers: Readonly<Partial<Record<IdentifierKind, string>>>): Promise<RecordCounts>;
  /**
   * Creates a one-time landing link for each recipient, in order; null for a recipient that the channel does not know
   * or who has withdrawn. The edge has the offers when it resolves.
   */
  landingLinks(recipients: readonly Recipient[], days?: number): Promise<readonly (LandingLink | null)[]>;
  /** Sends every queued change. */
  flush(): Promise<DeliveryCounts>;
  /**
   * Contributes to the site's open round for every person whose records consent to `learn`: sends what is due now. The
   * result states when the next step is due. Needs the scope `contribute`; records wait meanwhile.
   */
  contribute(): Promise<ContributionCounts>;
  /** Flushes, then closes the state. Messages that cannot be sent stay in it. */
  close(): Promise<void>;
}

/** The connector with what a receiver needs. */
export interface ConnectorCore extends Connector {
  /** Ingests the records of a delivery ID once; undefined for a repeated ID. */
  recordsOnce(id: string, records: readonly GivenRecord[]): Promise<RecordCounts | undefined>;
}

const FLUSH_SECONDS = 60;
/** Oldest age of the site's public files when they are used. */
const REFRESH_MS = 600_000;
const MAX_DAYS = 30;

/**
 * Opens a connector: the same pipeline as `sedge push`, record by record.
 *
 * @throws CommandError as `openState`; OperatorsError if the site's public files cannot be read.
 */
export async function createConnector(options: ConnectorOptions): Promise<ConnectorCore> {
  const { fetch: send = fetch, flushSeconds = FLUSH_SECONDS, onError = warn, key, ledger: path } = options;
  const ledger = path === undefined ? NO_LEDGER : ledgerFile(path);
  const session = await PushSession.open({ ...options, connectorKey: key, fetch: send, ledger }).catch(
    (error: unknown) => {
      ledger.close();
      throw error;
    },
  );
  session.onClose(() => ledger.close());
  const mutex = new Mutex();
  let readAt = performance.now();
  const refreshed = async () => {
    await session.refresh();
    readAt = performance.now();
  };
  const flush = () =>
    mutex.run(async () => {
      if (performance.now() - readAt > REFRESH_MS) await refreshed();
      return session.flush();
    });
  const timer = flushSeconds > 0 ? setInterval(() => void flush().catch(onError), flushSeconds * 1_000) : undefined;
  timer?.unref();
  const records = async (given: readonly GivenRecord[], also?: () => void) => {
    const read = given.map((one) => parsed(one, options));
    try {
      return await session.intake.ingest(read, also);
    } catch (error) {
      if (!(error instanceof OperatorsError && error.code === "key-epoch-changed")) throw error;
      await refreshed();
      return session.intake.ingest(read, also);
    }
  };
  return {
    record: (given) => mutex.run(() => records([given])),
    records: (given) => mutex.run(() => records(given)),
    recordsOnce: (id, given) =>
      mutex.run(async () => {
        const { state, now } = session.deps;
        const hash = state.key.hash("webhook", id);
        return state.webhooks.has(hash) ? undefined : records(given, () => state.webhooks.write(hash, now()));
      }),
    withdraw: (identifiers) => mutex.run(() => records([{ id: "withdrawal", consent: "withdrawn", identifiers }])),
    landingLinks: (recipients, days = MAX_DAYS) => mutex.run(() => landingLinks(session, recipients, days)),
    flush,
    contribute: () =>
      mutex.run(async () => {
        if (performance.now() - readAt > REFRESH_MS) await refreshed();
        return session.contribute();
      }),
    close: async () => {
      clearInterval(timer);
      await flush().catch(onError);
      session.close();
    },
  };
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error.message : String(error), "SedgeConnector");
}

function parsed(given: GivenRecord, { policyVersion, country }: ConnectorOptions): ChannelRecord {
  const record = v.safeParse(ChannelRecord, {
    ...(policyVersion !== undefined && { policyVersion }),
    ...(country !== undefined && { country }),
    ...given,
  });
  if (record.success) return record.output;
  const [issue] = record.issues;
  throw new CommandError("bad-value", `the record's ${v.getDotPath(issue) ?? "form"} is invalid.`);
}

async function landingLinks(
  session: PushSession,
  recipients: readonly Recipient[],
  days: number,
): Promise<(LandingLink | null)[]> {
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) {
    throw new CommandError("bad-value", `a landing link is valid for 1 to ${MAX_DAYS} days.`);
  }
  const results = await offerLandingLinks(
    session,
    recipients.map((identifiers) => ({ identifiers })),
    days,
  );
  return results.map((result) => (typeof result === "object" ? result : null));
}
