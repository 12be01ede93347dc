import {
  type Contribution,
  ContributionResult,
  type DeliveredEnvelope,
  type DeliveryResult,
  Round,
} from "@sedge/protocol";
import { CONNECTOR_ROUTES, EDGE_ROUTES } from "@sedge/protocol/routes";
import { type ConnectOptions, ConnectorClient, posted } from "../operators/connector-client.ts";
import { deliver } from "../operators/deliver.ts";
import { OperatorsError } from "../operators/operators-error.ts";
import { requestWithRetries } from "../operators/request-with-retries.ts";
import { isRoute, ledgeredFetch, type MessageKind, PUBLIC_FILE, type Ledger } from "../push/send/wire-ledger.ts";
import { asConnectorError } from "../push/send/refused-connector.ts";

/** The edge's response to a vote. `refused`: final. `later`: a temporary failure. */
export type VoteAnswer =
  | { readonly state: "received" }
  | { readonly state: "refused" | "later"; readonly code: string };

/** A vote to send. */
export interface SentVote {
  readonly body: Contribution;
  /** Privacy cost to record in the ledger with the first transmission, in millionths of epsilon. */
  readonly microEpsilon: number;
  /** Called after the first transmission is in the ledger and before it is sent. */
  readonly noted: () => void;
}

/** Requests that a contribution sends to the edge. Every message goes into the ledger. */
export interface RoundWire {
  /** The open round's document as received; undefined if none is open. @throws OperatorsError */
  readonly round: () => Promise<Round | undefined>;
  /** Draws ballots under the connector's key. @throws CommandError `clock-off` or `key-refused`; OperatorsError */
  readonly draw: (items: () => Promise<readonly DeliveredEnvelope[]>) => Promise<readonly DeliveryResult[]>;
  /**
   * Sends one vote in its own request, as a browser does; nothing in it identifies the connector. @throws
   * OperatorsError
   */
  readonly vote: (vote: SentVote) => Promise<VoteAnswer>;
}

/** Contents of a ballot delivery: signing tokens, their receipts, and the blinded ballots. */
const DRAWING: MessageKind = {
  rows: ["link-token", "contribution-shares", "consent-receipt"],
  purpose: "learn",
};

/** @throws RangeError if the secret is not 32 bytes long. */
export async function roundWire(options: ConnectOptions, ledger: Ledger): Promise<RoundWire> {
  const send = ledgeredFetch(options.fetch, ledger, drawingKind);
  const client = await ConnectorClient.of({ ...options, fetch: send, isOwnClockRight: true });
  return {
    round: () => readRound(client),
    draw: (items) => asConnectorError(deliver(client, items)),
    vote: (vote) => sendVote(options, ledger, client.url(EDGE_ROUTES.contribution.path), vote),
  };
}

function drawingKind(url: string, method: string): MessageKind {
  if (method === "GET") return PUBLIC_FILE;
  if (isRoute(url, CONNECTOR_ROUTES.deliver)) return DRAWING;
  throw new RangeError("ballots are only drawn by delivery");
}

async function readRound(client: ConnectorClient): Promise<Round | undefined> {
  const url = client.url(EDGE_ROUTES.round.path);
  try {
    return await client.ask(Round, async () => ({ url }));
  } catch (error) {
    if (error instanceof OperatorsError && error.code === "no-round") return undefined;
    throw error;
  }
}

async function sendVote(
  { fetch: send, wait }: ConnectOptions,
  ledger: Ledger,
  url: string,
  { body, microEpsilon, noted }: SentVote,
): Promise<VoteAnswer> {
  let left = microEpsilon;
  const kindOf = (): MessageKind => {
    const kind: MessageKind = {
      rows: ["contribution-shares", "consent-receipt"],
      purpose: "learn",
      microEpsilon: left,
    };
    left = 0;
    return kind;
  };
  let isNoted = false;
  const notedSend: typeof fetch = (input, init) => {
    if (!isNoted) noted();
    isNoted = true;
    return send(input, init);
  };
  const ledgered = { fetch: ledgeredFetch(notedSend, ledger, kindOf), ...(wait && { wait }) };
  const answer = await requestWithRetries(ContributionResult, ledgered, async () => ({ url, init: posted(body) }));
  if (answer.ok) return { state: "received" };
  return { state: answer.isTransient ? "later" : "refused", code: answer.problem.code };
}
