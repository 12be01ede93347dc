import type * as v from "valibot";
import { Assignment, AssignmentRequest } from "./assignment.ts";
import { BallotRequest, BallotResponse } from "./ballot.ts";
import { Codebook } from "./codebook.ts";
import { Contribution, ContributionResult } from "./contribution.ts";
import { GenerationReport } from "./generation-report.ts";
import { Manifest } from "./manifest.ts";
import { PrfRequest, PrfResponse } from "./prf-evaluation.ts";
import type { ProblemCode } from "./problem.ts";
import { ErasureResult, LinkResult, ProfileExport } from "./profile.ts";
import type { PromiseRow } from "./promise-row.ts";
import { Round } from "./round.ts";
import { type SignedAction, SignedEnvelope } from "./signed-message.ts";
import { ALWAYS, BALLOT, CODEWORD, CONSENTED, EVALUATED_BY_BOTH, PROVEN, SIGNED, SITE } from "./route-problems.ts";
import type { Route } from "./route.ts";

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

/** What edge-worker serves to devices. Its router and OpenAPI document, and the SDK's client, are made from this. */
export const EDGE_ROUTES = {
  manifest: {
    method: "GET",
    path: `${SITE}/manifest`,
    summary: "What a device needs to know of the site; the same for every visitor",
    response: Manifest,
    rows: [],
    problems: ["operators-disagree", "aggregator-unavailable", ...ALWAYS],
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
    problems: [...EVALUATED_BY_BOTH, ...CONSENTED],
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
    LinkResult,
    [],
    [
      "consent-withdrawn",
      "global-privacy-control",
      "erased-since",
      "profile-full",
      "landing-link-spent",
      "landing-link-expired",
      ...PROVEN,
    ],
  ),
  assign: signed(
    "assign",
    "assignments",
    "This channel's codeword for the profile; answers its fused cluster",
    Assignment,
    ["codeword"],
    [...CODEWORD, "consent-withdrawn", "global-privacy-control", "erased-since"],
  ),
  unlink: signed(
    "unlink",
    "unlinks",
    "Takes the signing token out of its profile",
    LinkResult,
    [],
    ["unknown-profile"],
  ),
  undo: signed(
    "undo",
    "undos",
    "Takes back an operation of the signing token: what it joined, or what it parted",
    LinkResult,
    [],
    ["unknown-profile", ...PROVEN],
  ),
  export: signed(
    "export",
    "exports",
    "Everything stored about the profile",
    ProfileExport,
    [],
    ["unknown-profile", ...PROVEN],
  ),
  erase: signed(
    "erase",
    "erasures",
    "Erases the profile; the signed receipt remains as proof",
    ErasureResult,
    [],
    PROVEN,
  ),
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
      [...BALLOT, "global-privacy-control", "ballot-drawn", "erased-since", "bad-proof-of-control"],
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
    response: ContributionResult,
    rows: ["contribution-shares", "consent-receipt"],
    purpose: "learn",
    problems: ["round-not-open", "bad-ballot", "ballot-spent", "bad-contribution", ...CONSENTED],
  },
} as const satisfies Record<string, Route>;
export type EdgeRouteName = keyof typeof EDGE_ROUTES;
