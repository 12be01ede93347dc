import type * as v from "valibot";
import type { Purpose } from "./lib/consent-receipt.ts";
import type { ProblemCode } from "./lib/problem.ts";
import type { PromiseRow } from "./lib/promise-row.ts";
import type { SignedAction } from "./lib/signed-message.ts";
import { Assignment, AssignmentRequest } from "./lib/assignment.ts";
import { BallotRequest, BallotResponse, BallotShare, BallotShareRequest } from "./lib/ballot.ts";
import { Codebook } from "./lib/codebook.ts";
import { ConnectorEnvelope } from "./lib/connector-message.ts";
import { ConnectorRegister, ConnectorRegistration } from "./lib/connector-registration.ts";
import { Contribution, ContributionOutcome } from "./lib/contribution.ts";
import { EpochOrder, KeyEpochs } from "./lib/key-epochs.ts";
import { GenerationReport } from "./lib/generation-report.ts";
import { Manifest } from "./lib/manifest.ts";
import { PrfBudgetReport } from "./lib/prf-budget-report.ts";
import {
  ConnectorPrfResponse,
  ConnectorPrfShare,
  PrfPublicKey,
  PrfRequest,
  PrfResponse,
  PrfShare,
  PrfShareRequest,
} from "./lib/prf-evaluation.ts";
import { ErasureOutcome, LinkOutcome, ProfileExport } from "./lib/profile.ts";
import { RecordBatch, RecordBatchOutcome } from "./lib/record.ts";
import { BatchVerdicts, ReportBatch } from "./lib/report-batch.ts";
import { Round, RoundTerms } from "./lib/round.ts";
import {
  AbandonRequest,
  AcceptedSet,
  OpeningRequest,
  RoundOrder,
  RoundReport,
  RoundRequest,
  RoundStanding,
} from "./lib/round-order.ts";
import { SignedEnvelope } from "./lib/signed-message.ts";

/** One address of an operator: what it takes, what it answers, and what the promise says of it. */
export interface Route {
  readonly method: "GET" | "POST";
  /** Path with `:site` and other parameters, as Hono writes them. */
  readonly path: string;
  readonly summary: string;
  readonly request?: v.GenericSchema;
  readonly response: v.GenericSchema;
  /** Rows of the promise that a request carries; empty for public files and between operators. */
  readonly rows: readonly PromiseRow[];
  /** The consent without which a device does not send it. */
  readonly purpose?: Purpose;
  /** For signed routes: the only action whose message is taken here. */
  readonly action?: SignedAction;
  readonly problems: readonly ProblemCode[];
}

const SITE = "/v1/sites/:site";
const ALWAYS = ["unknown-site", "rate-limited", "internal-error"] as const;
const BODY = [
  "malformed-request",
  "body-too-large",
  "unsupported-media-type",
  "origin-not-allowed",
  ...ALWAYS,
] as const;
const CONSENTED = ["consent-required", "policy-outdated", ...BODY] as const;
const FRESH = ["unsupported-version", "bad-signature", "stale-request", "replayed-request"] as const;
const SIGNED = [...FRESH, "key-epoch-retired", ...CONSENTED] as const;
const EVALUATED = ["bad-group-element", "key-epoch-changed", "prf-budget-spent"] as const;
const BALLOT = ["round-not-open", "bad-group-element", "ballot-budget-spent", "aggregator-unavailable"] as const;
const CODEWORD = ["unknown-codeword", "below-minimum-people"] as const;

function signed(
  action: SignedAction,
  noun: string,
  summary: string,
  response: v.GenericSchema,
  rows: readonly PromiseRow[] = [],
  problems: readonly ProblemCode[] = [],
): Route {
  return {
    method: "POST",
    path: `${SITE}/profile/${noun}`,
    summary,
    request: SignedEnvelope,
    response,
    rows: ["link-token", "consent-receipt", ...rows],
    purpose: "link",
    action,
    problems: [...SIGNED, ...problems],
  };
}

/** A request of the edge to its paired aggregator about rounds. */
/* @__NO_SIDE_EFFECTS__ */
function paired(
  path: string,
  summary: string,
  request: v.GenericSchema,
  response: v.GenericSchema,
  problems: readonly ProblemCode[],
): Route {
  return {
    method: "POST",
    path: `${SITE}/${path}`,
    summary,
    request,
    response,
    rows: [],
    problems: ["unauthorised-operator", ...problems, ...BODY],
  };
}

/** What edge-worker serves to devices. Its router and OpenAPI document, and the SDK's client, are made from this. */
export const EDGE_ROUTES = {
  manifest: {
    method: "GET",
    path: `${SITE}/manifest`,
    summary: "What a device needs to know of the site; the same for every visitor",
    response: Manifest,
    rows: [],
    problems: ["aggregator-unavailable", ...ALWAYS],
  },
  codebook: {
    method: "GET",
    path: `${SITE}/codebooks/:sha256`,
    summary: "A codebook, as the exact bytes that its hash names",
    response: Codebook,
    rows: [],
    problems: ["unknown-codebook", ...ALWAYS],
  },
  generation: {
    method: "GET",
    path: `${SITE}/generations/:generation`,
    summary: "What made a generation of the codebook: its clusters' cards, what is new in it, how good it is",
    response: GenerationReport,
    rows: [],
    problems: ["unknown-generation", "aggregator-unavailable", ...ALWAYS],
  },
  prf: {
    method: "POST",
    path: `${SITE}/prf`,
    summary: "Both operators' evaluations of blinded identifiers, with proofs",
    request: PrfRequest,
    response: PrfResponse,
    rows: ["blinded-identifier", "consent-receipt"],
    purpose: "link",
    problems: [...EVALUATED, "aggregator-unavailable", ...CONSENTED],
  },
  assignment: {
    method: "POST",
    path: `${SITE}/assignments`,
    summary: "The cluster of a codeword; nothing is stored",
    request: AssignmentRequest,
    response: Assignment,
    rows: ["codeword", "consent-receipt"],
    purpose: "link",
    problems: [...CODEWORD, ...CONSENTED],
  },
  link: signed(
    "link",
    "links",
    "The signing tokens belong to one person",
    LinkOutcome,
    [],
    ["consent-withdrawn", "erased-since", "profile-full"],
  ),
  assign: signed(
    "assign",
    "assignments",
    "This channel's codeword for the profile; answers its fused cluster",
    Assignment,
    ["codeword"],
    [...CODEWORD, "consent-withdrawn", "erased-since"],
  ),
  unlink: signed(
    "unlink",
    "unlinks",
    "Takes the signing token out of its profile",
    LinkOutcome,
    [],
    ["unknown-profile"],
  ),
  undo: signed(
    "undo",
    "undos",
    "Takes back an operation of the signing token: what it joined, or what it parted",
    LinkOutcome,
    [],
    ["unknown-profile"],
  ),
  export: signed("export", "exports", "Everything stored about the profile", ProfileExport, [], ["unknown-profile"]),
  erase: signed("erase", "erasures", "Erases the profile; the signed receipt remains as proof", ErasureOutcome),
  round: {
    method: "GET",
    path: `${SITE}/round`,
    summary:
      "The round that collects contributions now: what it measures, with which keys and noise, and what it costs",
    response: Round,
    rows: [],
    purpose: "learn",
    problems: ["no-round", ...ALWAYS],
  },
  ballot: {
    ...signed(
      "ballot",
      "ballots",
      "Both operators' evaluations of the one ballot that the profile may draw in a round, with proofs",
      BallotResponse,
      ["contribution-shares"],
      [...BALLOT, "ballot-drawn", "erased-since"],
    ),
    purpose: "learn",
  },
  visitorBallot: {
    method: "POST",
    path: `${SITE}/ballots`,
    summary: "The same for a visitor without a profile, within the budget of the network address",
    request: BallotRequest,
    response: BallotResponse,
    rows: ["contribution-shares", "consent-receipt"],
    purpose: "learn",
    problems: [...BALLOT, ...CONSENTED],
  },
  contribution: {
    method: "POST",
    path: `${SITE}/contributions`,
    summary: "One vote in two shares, for a spent ballot; the same bytes again are answered the same",
    request: Contribution,
    response: ContributionOutcome,
    rows: ["contribution-shares", "consent-receipt"],
    purpose: "learn",
    problems: ["round-not-open", "bad-ballot", "ballot-spent", "bad-contribution", ...CONSENTED],
  },
} as const satisfies Record<string, Route>;
export type EdgeRouteName = keyof typeof EDGE_ROUTES;

/** What edge-worker serves to the systems of other channels, each under a connector key of its own. */
export const CONNECTOR_ROUTES = {
  connectorPrf: {
    method: "POST",
    path: `${SITE}/connector-prf`,
    summary: "Both operators' evaluations of a connector's batch, with proofs",
    request: ConnectorEnvelope,
    response: ConnectorPrfResponse,
    rows: [],
    problems: [...FRESH, "unauthorised-connector", "policy-outdated", ...EVALUATED, "aggregator-unavailable", ...BODY],
  },
} as const satisfies Record<string, Route>;

const ADMIN = "/v1/operator/sites/:site";
const ADMIN_PROBLEMS = ["unauthorised-admin", "unknown-site", "internal-error"] as const;
const ADMIN_BODY = ["malformed-request", "body-too-large", "unsupported-media-type", ...ADMIN_PROBLEMS] as const;

/** What each operator serves to itself alone, under its admin key. */
export const ADMIN_ROUTES = {
  prfBudget: {
    method: "GET",
    path: `${ADMIN}/prf-budget`,
    summary: "How much of the PRF's budgets is spent, by pages and by connectors",
    response: PrfBudgetReport,
    rows: [],
    problems: ADMIN_PROBLEMS,
  },
  keyEpochs: {
    method: "GET",
    path: `${ADMIN}/key-epochs`,
    summary: "The key epochs of a site at this operator",
    response: KeyEpochs,
    rows: [],
    problems: ADMIN_PROBLEMS,
  },
  changeKeyEpochs: {
    method: "POST",
    path: `${ADMIN}/key-epochs`,
    summary: "Begins the next key epoch, or retires the previous one and destroys its key",
    request: EpochOrder,
    response: KeyEpochs,
    rows: [],
    problems: ["key-epoch-order", "aggregator-unavailable", ...ADMIN_BODY],
  },
  connectors: {
    method: "GET",
    path: `${ADMIN}/connectors`,
    summary: "The connector keys that are registered for a site",
    response: ConnectorRegister,
    rows: [],
    problems: ADMIN_PROBLEMS,
  },
  registerConnector: {
    method: "POST",
    path: `${ADMIN}/connectors`,
    summary: "Registers a connector's key, changes it, or ends it",
    request: ConnectorRegistration,
    response: ConnectorRegister,
    rows: [],
    problems: ["too-many-connector-keys", ...ADMIN_BODY],
  },
  rounds: {
    method: "GET",
    path: `${ADMIN}/rounds`,
    summary: "The rounds of a site at this operator, and what they have spent of each person's privacy",
    response: RoundReport,
    rows: [],
    problems: ADMIN_PROBLEMS,
  },
  orderRound: {
    method: "POST",
    path: `${ADMIN}/rounds`,
    summary: "Opens a round or ends its collecting (at the edge), or abandons it (at either operator)",
    request: RoundOrder,
    response: RoundReport,
    rows: [],
    problems: ["round-order", "privacy-budget-spent", "aggregator-unavailable", ...ADMIN_BODY],
  },
} as const satisfies Record<string, Route>;

/** What edge-worker serves to the owners of records in other channels. Apart, so that no page carries it. */
export const RECORD_ROUTES = {
  records: {
    method: "POST",
    path: `${SITE}/records`,
    summary: "Records as tokens, each signed by its own token and its identifiers; each is linked or refused by itself",
    request: RecordBatch,
    response: RecordBatchOutcome,
    rows: ["link-token", "consent-receipt"],
    purpose: "link",
    problems: BODY,
  },
} as const satisfies Record<string, Route>;

/** What the aggregator serves to its paired edge alone, under the operator key. */
export const AGGREGATOR_ROUTES = {
  prfKey: {
    method: "GET",
    path: `${SITE}/prf-keys/:epoch`,
    summary: "The aggregator's PRF public key for a site and epoch",
    response: PrfPublicKey,
    rows: [],
    problems: ["unauthorised-operator", "malformed-request", "key-epoch-changed", ...ALWAYS],
  },
  prf: {
    method: "POST",
    path: `${SITE}/prf`,
    summary: "The aggregator's share of a PRF evaluation",
    request: PrfShareRequest,
    response: PrfShare,
    rows: [],
    problems: ["unauthorised-operator", ...EVALUATED, ...BODY],
  },
  connectorPrf: {
    method: "POST",
    path: `${SITE}/connector-prf`,
    summary: "The aggregator's share of a connector's batch, which the connector itself has signed",
    request: ConnectorEnvelope,
    response: ConnectorPrfShare,
    rows: [],
    problems: ["unauthorised-operator", ...FRESH, "unauthorised-connector", ...EVALUATED, ...BODY],
  },
  codebook: {
    method: "GET",
    path: `${SITE}/codebook`,
    summary: "The site's current codebook generation, with its hash as ETag",
    response: Codebook,
    rows: [],
    problems: ["unauthorised-operator", ...ALWAYS],
  },
  generation: {
    method: "GET",
    path: `${SITE}/generations/:generation`,
    summary: "The report of a generation",
    response: GenerationReport,
    rows: [],
    problems: ["unauthorised-operator", "unknown-generation", ...ALWAYS],
  },
  openRound: paired("rounds", "Agrees to a round and says its terms", RoundRequest, RoundTerms, [
    "round-order",
    "privacy-budget-spent",
  ]),
  ballotShare: paired(
    "rounds/:round/ballots",
    "The aggregator's evaluation of a ballot",
    BallotShareRequest,
    BallotShare,
    ["round-not-open", "bad-group-element", "ballot-budget-spent"],
  ),
  checkBatch: paired(
    "rounds/:round/batches",
    "Checks reports together with the edge, and counts those that are well formed",
    ReportBatch,
    BatchVerdicts,
    ["round-not-open"],
  ),
  closeRound: paired(
    "rounds/:round/closing",
    "Ends collecting, if both operators have accepted the same reports",
    AcceptedSet,
    RoundStanding,
    ["no-round"],
  ),
  openSums: paired(
    "rounds/:round/opening",
    "Adds the aggregator's noise, opens the sums, and makes the next codebook",
    OpeningRequest,
    RoundStanding,
    ["no-round", "round-order"],
  ),
  abandonRound: paired(
    "rounds/:round/abandonment",
    "Destroys the shares of a round that ends without a result",
    AbandonRequest,
    RoundStanding,
    ["no-round"],
  ),
} as const satisfies Record<string, Route>;
