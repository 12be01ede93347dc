import type * as v from "valibot";
import type { Purpose } from "./lib/consent-receipt.ts";
import type { ProblemCode } from "./lib/problem.ts";
import type { PromiseRow } from "./lib/promise-row.ts";
import type { SignedAction } from "./lib/signed-message.ts";
import { Assignment, AssignmentRequest } from "./lib/assignment.ts";
import { Codebook } from "./lib/codebook.ts";
import { Manifest } from "./lib/manifest.ts";
import { PrfPublicKey, PrfRequest, PrfResponse, PrfShare, PrfShareRequest } from "./lib/prf-evaluation.ts";
import { ErasureOutcome, LinkOutcome, ProfileExport } from "./lib/profile.ts";
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
const SIGNED = ["unsupported-version", "bad-signature", "stale-request", "replayed-request", ...CONSENTED] as const;
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
  prf: {
    method: "POST",
    path: `${SITE}/prf`,
    summary: "Both operators' evaluations of blinded identifiers, with proofs",
    request: PrfRequest,
    response: PrfResponse,
    rows: ["blinded-identifier", "consent-receipt"],
    purpose: "link",
    problems: ["bad-group-element", "key-epoch-changed", "aggregator-unavailable", ...CONSENTED],
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
  link: signed("link", "links", "The signing tokens belong to one person", LinkOutcome),
  assign: signed(
    "assign",
    "assignments",
    "This channel's codeword for the profile; answers its fused cluster",
    Assignment,
    ["codeword"],
    CODEWORD,
  ),
  unlink: signed(
    "unlink",
    "unlinks",
    "Takes the signing token out of its profile",
    LinkOutcome,
    [],
    ["unknown-profile"],
  ),
  export: signed("export", "exports", "Everything stored about the profile", ProfileExport, [], ["unknown-profile"]),
  erase: signed("erase", "erasures", "Erases the profile; the signed receipt remains as proof", ErasureOutcome),
} as const satisfies Record<string, Route>;
export type EdgeRouteName = keyof typeof EDGE_ROUTES;

/** What the aggregator serves to its paired edge alone, under the operator key. */
export const AGGREGATOR_ROUTES = {
  prfKey: {
    method: "GET",
    path: `${SITE}/prf-keys/:epoch`,
    summary: "The aggregator's PRF public key for a site and epoch",
    response: PrfPublicKey,
    rows: [],
    problems: ["unauthorised-operator", "malformed-request", ...ALWAYS],
  },
  prf: {
    method: "POST",
    path: `${SITE}/prf`,
    summary: "The aggregator's share of a PRF evaluation",
    request: PrfShareRequest,
    response: PrfShare,
    rows: [],
    problems: ["unauthorised-operator", "bad-group-element", ...BODY],
  },
  codebook: {
    method: "GET",
    path: `${SITE}/codebook`,
    summary: "The site's current codebook generation, with its hash as ETag",
    response: Codebook,
    rows: [],
    problems: ["unauthorised-operator", ...ALWAYS],
  },
} as const satisfies Record<string, Route>;
