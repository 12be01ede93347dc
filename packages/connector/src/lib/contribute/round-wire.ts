import {
  type Contribution,
  ContributionOutcome,
  type DeliveredEnvelope,
  type DeliveryOutcome,
  Round,
} from "@sedge/protocol";
import { CONNECTOR_ROUTES, EDGE_ROUTES } from "@sedge/protocol/routes";
import { type ConnectOptions, ConnectorVoice, posted } from "../operators/connector-voice.ts";
import { deliver } from "../operators/deliver.ts";
import { OperatorsError } from "../operators/operators-error.ts";
import { patientRequest } from "../operators/patient-request.ts";
import { isRoute } from "../push/send/is-route.ts";
import { ledgeredFetch, type MessageKind, PUBLIC_FILE } from "../push/send/ledgered-fetch.ts";
import { toldPlainly } from "../push/send/refused-connector.ts";
import type { Ledger } from "../push/send/wire-ledger.ts";

/** How the edge answered a vote. `refused`: for good. `later`: it failed, and may not the next time. */
export type VoteAnswer =
  | { readonly state: "received" }
  | { readonly state: "refused" | "later"; readonly code: string };

/** A vote as it is sent. */
export interface SentVote {
  readonly body: Contribution;
  /** What stands in the ledger beside the first transmission, in millionths of epsilon. */
  readonly microEpsilon: number;
  /** Called once the ledger has the first transmission, before it leaves. */
  readonly noted: () => void;
}

/** What a contribution asks of the edge. All that leaves goes into the ledger. */
export interface RoundWire {
  /** The open round's document, as it came; undefined where there is none. @throws OperatorsError */
  readonly round: () => Promise<Round | undefined>;
  /** Draws ballots under the connector's key. @throws CommandError `clock-off` or `key-refused`; OperatorsError */
  readonly draw: (items: () => Promise<readonly DeliveredEnvelope[]>) => Promise<readonly DeliveryOutcome[]>;
  /** Sends a vote by itself, as a browser does: nothing on it says which connector it is of. @throws OperatorsError */
  readonly vote: (vote: SentVote) => Promise<VoteAnswer>;
}

/** What a ballot's delivery is: the tokens that sign, their receipts, and the blinded ballots. */
const DRAWING: MessageKind = {
  rows: ["link-token", "contribution-shares", "consent-receipt"],
  purpose: "learn",
};

/** @throws RangeError for a secret that has not 32 bytes. */
export async function roundWire(options: ConnectOptions, ledger: Ledger): Promise<RoundWire> {
  const send = ledgeredFetch(options.fetch, ledger, drawingKind);
  const voice = await ConnectorVoice.of({ ...options, fetch: send, isOwnClockRight: true });
  return {
    round: () => readRound(voice),
    draw: (items) => toldPlainly(deliver(voice, items)),
    vote: (vote) => sendVote(options, ledger, voice.url(EDGE_ROUTES.contribution.path), vote),
  };
}

function drawingKind(url: string, method: string): MessageKind {
  if (method === "GET") return PUBLIC_FILE;
  if (isRoute(url, CONNECTOR_ROUTES.deliver)) return DRAWING;
  throw new RangeError("ballots are drawn by delivery alone");
}

async function readRound(voice: ConnectorVoice): Promise<Round | undefined> {
  const url = voice.url(EDGE_ROUTES.round.path);
  try {
    return await voice.ask(Round, async () => ({ url }));
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
  const answer = await patientRequest(ContributionOutcome, ledgered, async () => ({ url, init: posted(body) }));
  if (answer.ok) return { state: "received" };
  return { state: answer.isTransient ? "later" : "refused", code: answer.problem.code };
}
