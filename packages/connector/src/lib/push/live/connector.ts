import type { IdentifierKind } from "@sedge/privacy/identifier";
import type { Channel } from "@sedge/protocol";
import * as v from "valibot";
import { CommandError } from "../../command-error.ts";
import type { ContributionCounts } from "../../contribute/contribution-counts.ts";
import { OperatorsError } from "../../operators/operators-error.ts";
import type { IntakeCounts } from "../intake-counts.ts";
import { PushSession } from "../push-session.ts";
import { ChannelRecord } from "../record/channel-record.ts";
import type { DeliveryCounts } from "../send/courier.ts";
import { ledgerFile, NO_LEDGER } from "../send/wire-ledger.ts";
import type { LandingLink, Recipient } from "./landing-link-offer.ts";
import { offerLandingLinks } from "./offer-landing-links.ts";
import { TurnTaking } from "./turn-taking.ts";

/** What a connector is made of. */
export interface ConnectorOptions {
  /** Any but `web` and `app`, which the SDK tells of. */
  readonly channel: Exclude<Channel, "web" | "app">;
  /** The connector's secret: 32 bytes. */
  readonly key: Uint8Array;
  /** The secret before it, where it was rotated. */
  readonly previousKey?: Uint8Array;
  readonly site: string;
  /** The edge's URL. */
  readonly endpoint: string;
  /** The state file; no two processes can have one open. */
  readonly state: string;
  /** The privacy text that people agreed to whose record does not say it. */
  readonly policyVersion?: string;
  /** ISO 3166 two-letter country of records that do not say theirs. */
  readonly country?: string;
  /** The aggregator that must answer. */
  readonly aggregatorKey?: string;
  /** File to append every message to that leaves. */
  readonly ledger?: string;
  /** Seconds after which what has changed is said by itself; 0: by `flush` alone. Default: 60. */
  readonly flushSeconds?: number;
  /** Told why that failed; what was to be said waits for the next time. Default: a warning of the process. */
  readonly onError?: (error: unknown) => void;
  readonly fetch?: typeof fetch;
}

/** A record as it is given: see `ChannelRecord`. */
export type GivenRecord = v.InferInput<typeof ChannelRecord>;

/** What became of records: the count of each fate. Fates are those of `IntakeCounts`. */
export type Taken = Readonly<IntakeCounts>;

/** Another channel's system, live. Has to be closed. */
export interface Connector {
  /**
   * Takes a record in: resolves when it is on the disk, counted, and cannot be lost or counted twice. What follows from it is said
   * with the next `flush`.
   * @throws CommandError `bad-value` for what is no record; what the operators are wrong with: then nothing was taken
   */
  record(record: GivenRecord): Promise<Taken>;
  /** The same for several, all or none. */
  records(records: readonly GivenRecord[]): Promise<Taken>;
  /** Forgets whoever has these identifiers, here at once and at the edge with the next `flush`. */
  withdraw(identifiers: Readonly<Partial<Record<IdentifierKind, string>>>): Promise<Taken>;
  /**
   * A one-time landing link for each recipient's landing link, in their order; null for whom the channel does not know or who has
   * withdrawn. Offered at the edge when it resolves.
   */
  landingLinks(recipients: readonly Recipient[], days?: number): Promise<readonly (LandingLink | null)[]>;
  /** Says of everybody what has changed. */
  flush(): Promise<DeliveryCounts>;
  /**
   * Takes part in the site's open round for everybody whose records say `learn`: what is due now. The counts say when the next is.
   * Needs the scope `contribute`; records wait meanwhile.
   */
  contribute(): Promise<ContributionCounts>;
  /** Says what is left to say, and closes the state. What cannot be said waits in it. */
  close(): Promise<void>;
}

/** What the receiver needs beside a connector. */
export interface ConnectorCore extends Connector {
  /** Takes records that came under an id, once: undefined where they came before. */
  recordsOnce(id: string, records: readonly GivenRecord[]): Promise<Taken | undefined>;
}

const FLUSH_SECONDS = 60;
/** How old what the operators publish may be before something is said by it. */
const REFRESH_MS = 600_000;
const MAX_DAYS = 30;

/**
 * Opens a connector: the same pipeline as `sedge push`, record by record.
 *
 * @throws CommandError those of `openState`; OperatorsError where the site's public files cannot be read
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
  const turns = new TurnTaking();
  let readAt = performance.now();
  const refreshed = async () => {
    await session.refresh();
    readAt = performance.now();
  };
  const flush = () =>
    turns.take(async () => {
      if (performance.now() - readAt > REFRESH_MS) await refreshed();
      return session.flush();
    });
  const timer = flushSeconds > 0 ? setInterval(() => void flush().catch(onError), flushSeconds * 1_000) : undefined;
  timer?.unref();
  const records = async (given: readonly GivenRecord[], also?: () => void) => {
    const read = given.map((one) => parsed(one, options));
    try {
      return await session.intake.take(read, also);
    } catch (error) {
      if (!(error instanceof OperatorsError && error.code === "key-epoch-changed")) throw error;
      await refreshed();
      return session.intake.take(read, also);
    }
  };
  return {
    record: (given) => turns.take(() => records([given])),
    records: (given) => turns.take(() => records(given)),
    recordsOnce: (id, given) =>
      turns.take(async () => {
        const { state, now } = session.around;
        const hash = state.key.hash("webhook", id);
        return state.webhooks.has(hash) ? undefined : records(given, () => state.webhooks.write(hash, now()));
      }),
    withdraw: (identifiers) => turns.take(() => records([{ id: "withdrawal", consent: "withdrawn", identifiers }])),
    landingLinks: (recipients, days = MAX_DAYS) => turns.take(() => landingLinks(session, recipients, days)),
    flush,
    contribute: () =>
      turns.take(async () => {
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
  throw new CommandError("bad-value", `the record's ${v.getDotPath(issue) ?? "form"} is not what it has to be.`);
}

async function landingLinks(
  session: PushSession,
  recipients: readonly Recipient[],
  days: number,
): Promise<(LandingLink | null)[]> {
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) {
    throw new CommandError("bad-value", `a landing link is offered for 1 to ${MAX_DAYS} days.`);
  }
  const outcomes = await offerLandingLinks(
    session,
    recipients.map((identifiers) => ({ identifiers })),
    days,
  );
  return outcomes.map((outcome) => (typeof outcome === "object" ? outcome : null));
}
