import type { Route } from "./route.ts";
import { ADMIN, ADMIN_BODY, ADMIN_PROBLEMS } from "./admin-routes.ts";
import { ReceiptExport } from "./consent-receipt.ts";
import { ErasureAnswer, ErasureRequests, LoginKey, LoginKeys } from "./proof-of-control.ts";

/** What edge-worker serves to its operator alone, under its admin key: keys of the site's login, erasures to answer, and proofs of consent. */
export const LOGIN_ROUTES = {
  loginKeys: {
    method: "GET",
    path: `${ADMIN}/login-keys`,
    summary: "The keys with which the site's login signs proofs of control",
    response: LoginKeys,
    rows: [],
    problems: ADMIN_PROBLEMS,
  },
  registerLoginKey: {
    method: "POST",
    path: `${ADMIN}/login-keys`,
    summary: "Registers a key of the site's login, changes it, or ends it",
    request: LoginKey,
    response: LoginKeys,
    rows: [],
    problems: ["too-many-login-keys", ...ADMIN_BODY],
  },
  erasureRequests: {
    method: "GET",
    path: `${ADMIN}/erasure-requests`,
    summary: "Erasures that were asked for without a proof of control",
    response: ErasureRequests,
    rows: [],
    problems: ADMIN_PROBLEMS,
  },
  answerErasure: {
    method: "POST",
    path: `${ADMIN}/erasure-requests`,
    summary: "Carries out an erasure that was asked for, or declines it",
    request: ErasureAnswer,
    response: ErasureRequests,
    rows: [],
    problems: ["unknown-profile", ...ADMIN_BODY],
  },
  receipts: {
    method: "GET",
    path: `${ADMIN}/receipts/:sha256`,
    summary:
      "The consent receipts that name the privacy text of this hash, with their signatures; `?after=` continues after a subject",
    response: ReceiptExport,
    rows: [],
    problems: ["malformed-request", ...ADMIN_PROBLEMS],
  },
} as const satisfies Record<string, Route>;
