import type * as v from "valibot";
import { BallotShare, BallotShareRequest } from "./ballot.ts";
import { Codebook } from "./codebook.ts";
import { ConnectorEnvelope } from "./connector-message.ts";
import { GenerationReport } from "./generation-report.ts";
import { GenerationSignature, GenerationSums } from "./generation-sums.ts";
import { ConnectorOperatorShare, OperatorShare, PrfPublicKey, PrfShareRequest } from "./prf-evaluation.ts";
import type { ProblemCode } from "./problem.ts";
import { BatchVerdicts, ReportBatch } from "./report-batch.ts";
import { AbandonRequest, AcceptedSet, OpeningRequest } from "./round-order.ts";
import { ALWAYS, BODY, CONNECTED, EVALUATED, SITE } from "./route-problems.ts";
import type { Route } from "./route.ts";
import { PublishedStatement, StatementRequest } from "./site-statement.ts";
import { ExtensionRequest, TaskRequest, TaskStanding, TaskTerms } from "./window.ts";

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
    response: OperatorShare,
    rows: [],
    problems: ["unauthorised-operator", ...EVALUATED, ...BODY],
  },
  connectorPrf: {
    method: "POST",
    path: `${SITE}/connector-prf`,
    summary: "The aggregator's share of a connector's batch, which the connector itself has signed",
    request: ConnectorEnvelope,
    response: ConnectorOperatorShare,
    rows: [],
    problems: ["unauthorised-operator", ...CONNECTED, ...EVALUATED, ...BODY],
  },
  codebook: {
    method: "GET",
    path: `${SITE}/codebook`,
    summary: "The site's current codebook generation, with its hash as ETag",
    response: Codebook,
    rows: [],
    problems: ["unauthorised-operator", ...ALWAYS],
  },
  codebookOf: {
    method: "GET",
    path: `${SITE}/codebooks/:sha256`,
    summary: "A codebook of any generation, as the exact bytes that its hash names",
    response: Codebook,
    rows: [],
    problems: ["unauthorised-operator", "unknown-codebook", ...ALWAYS],
  },
  sums: {
    method: "GET",
    path: `${SITE}/sums/:sha256`,
    summary: "The noisy sums that a codebook was made of, as the exact bytes that its `sums` names",
    response: GenerationSums,
    rows: [],
    problems: ["unauthorised-operator", "unknown-sums", ...ALWAYS],
  },
  generationSignature: {
    method: "GET",
    path: `${SITE}/generations/:generation/signature`,
    summary: "The signature of a generation's codebook and sums, under the current key",
    response: GenerationSignature,
    rows: [],
    problems: ["unauthorised-operator", "unknown-generation", ...ALWAYS],
  },
  generation: {
    method: "GET",
    path: `${SITE}/generations/:generation`,
    summary: "The report of a generation",
    response: GenerationReport,
    rows: [],
    problems: ["unauthorised-operator", "unknown-generation", ...ALWAYS],
  },
  statement: paired(
    "statements",
    "Signs the site's next statement and puts it into the log; says what has been published",
    StatementRequest,
    PublishedStatement,
    ["no-log", "statement-refused"],
  ),
  openRound: paired("rounds", "Agrees to a round or a window and says its terms", TaskRequest, TaskTerms, [
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
  extendWindow: paired(
    "rounds/:round/extension",
    "Lets a window with too few people go on",
    ExtensionRequest,
    TaskTerms,
    ["no-round", "round-order"],
  ),
  closeRound: paired(
    "rounds/:round/closing",
    "Ends collecting, if both operators have accepted the same reports",
    AcceptedSet,
    TaskStanding,
    ["no-round"],
  ),
  openSums: paired(
    "rounds/:round/opening",
    "Adds the aggregator's noise, opens the sums, and makes what comes of them",
    OpeningRequest,
    TaskStanding,
    ["no-round", "round-order"],
  ),
  abandonRound: paired(
    "rounds/:round/abandonment",
    "Destroys the shares of a round that ends without a result",
    AbandonRequest,
    TaskStanding,
    ["no-round"],
  ),
} as const satisfies Record<string, Route>;
