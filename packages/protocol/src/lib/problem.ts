import * as v from "valibot";
import { VersionRange } from "./version.ts";

/** Every refusal's stable code, its HTTP status, and one sentence: what is wrong and what to do. Cause and fix: problem-advice.ts. */
export const PROBLEMS = {
  "malformed-request": { status: 400, title: "The body does not match the schema; see `errors` and /openapi.json." },
  "bad-condition": {
    status: 400,
    title: "The condition of a trigger rule cannot be parsed; `errors` names the rule, the place and what is wrong.",
  },
  "bad-metric-plan": {
    status: 400,
    title: "The metric plan is refused; `errors` has each mistake as one sentence.",
  },
  "unsupported-version": {
    status: 400,
    title: "This operator accepts only the protocol versions in `supported`; reload the page, or update the connector.",
  },
  "bad-group-element": {
    status: 400,
    title: "A blinded element is not a valid ristretto255 point other than the identity.",
  },
  "bad-signature": { status: 401, title: "A signature does not verify for its token; sign the exact message bytes." },
  "stale-request": {
    status: 401,
    title: "`issuedAt` differs too much from the operator's clock; correct your clock by `now` and sign again.",
  },
  "unauthorised-operator": { status: 401, title: "Only the paired operator may call this; check the operator key." },
  "unauthorised-connector": {
    status: 401,
    title: "The connector's key is not registered here for this site and channel; register it at both operators.",
  },
  "connector-revoked": {
    status: 401,
    title: "The connector's key was revoked or has expired; use its successor, or register a new key.",
  },
  "unauthorised-admin": { status: 401, title: "Only the operator itself may call this; send its admin key." },
  "scope-missing": {
    status: 403,
    title: "The connector's key lacks the scope for this request; register the key again with that scope.",
  },
  "wrong-channel": {
    status: 403,
    title: "The item belongs to another channel than the connector's key; send it under that channel's key.",
  },
  "consent-required": { status: 403, title: "The receipt lacks the purpose that this request needs; ask the visitor." },
  "proof-required": {
    status: 403,
    title: "This request needs a proof of control, signed by the site's login, because anyone can know an identifier.",
  },
  "bad-proof-of-control": {
    status: 403,
    title:
      "The proof of control has expired, was already used, is for other tokens or another purpose, or its key is not registered.",
  },
  "consent-withdrawn": {
    status: 403,
    title: "Consent for one of these tokens was withdrawn on or after the receipt's day; send a newer receipt.",
  },
  "global-privacy-control": {
    status: 403,
    title:
      "A device of this person has sent Global Privacy Control; only a decision that the person makes since then overrides it.",
  },
  "policy-outdated": { status: 403, title: "The receipt names another policy version; ask the visitor again." },
  "origin-not-allowed": {
    status: 403,
    title: "This site does not list the page's origin; add it to the site's origins.",
  },
  "not-found": { status: 404, title: "Nothing is served at this address; see /openapi.json." },
  "no-log": { status: 404, title: "This operator keeps no log of statements; see LOG_SEED." },
  "unknown-site": { status: 404, title: "No site has this name; check `data-site`." },
  "unknown-profile": { status: 404, title: "Nothing is stored for this token." },
  "no-cluster": {
    status: 404,
    title: "The profile has no cluster yet: none of its channels has a current codeword.",
  },
  "no-round": { status: 404, title: "The site has no open round; ask again later." },
  "unknown-metric-plan": {
    status: 404,
    title: "The site has no such metric plan.",
  },
  "unknown-generation": {
    status: 404,
    title: "No round has made this generation; generation 0 never has a report or a signature.",
  },
  "unknown-sums": { status: 404, title: "No sums of this site have this hash; read it from the site's codebook." },
  "unknown-codebook": { status: 404, title: "No codebook of this site has this hash; read the manifest again." },
  "method-not-allowed": { status: 405, title: "This address does not accept this method; see /openapi.json." },
  "replayed-request": { status: 409, title: "This transmission was already received; retry with a new nonce." },
  "key-epoch-changed": { status: 409, title: "The PRF keys have rotated; read the manifest again." },
  "key-epoch-order": {
    status: 409,
    title: "This key epoch cannot begin or be retired in its present state; read the epochs and their states first.",
  },
  "too-many-login-keys": {
    status: 409,
    title: "The site already has the maximum number of login keys; end one first.",
  },
  "retention-out-of-bounds": {
    status: 400,
    title:
      "A period of the schedule is outside its bounds; `errors` says which, and what it may be. Nothing was changed.",
  },
  "too-many-connector-keys": {
    status: 409,
    title: "This site and channel already have the maximum number of valid keys; revoke one first.",
  },
  "key-epoch-retired": {
    status: 410,
    title: "The tokens belong to an epoch whose keys are destroyed; read the manifest and identify again.",
  },
  "landing-link-spent": {
    status: 409,
    title: "This landing link has already been used, or this edge does not know it. Continue without it.",
  },
  "landing-link-expired": { status: 410, title: "This landing link has expired. Continue without it." },
  "erased-since": {
    status: 409,
    title: "The profile was erased after this request was signed; sign it again to start a new profile.",
  },
  "profile-full": {
    status: 409,
    title: "Linking these tokens would make the profile too large; unlink some first.",
  },
  "statement-refused": {
    status: 409,
    title: "This statement does not continue what the site has published, or differs from what this operator knows.",
  },
  "round-not-open": { status: 409, title: "This round accepts no more contributions; read the site's round again." },
  "round-order": {
    status: 409,
    title:
      "The round cannot be opened, closed or abandoned in its present state, or with these terms; read the rounds and their states first.",
  },
  "privacy-budget-spent": {
    status: 409,
    title: "The site's privacy budget does not allow another round of this cost.",
  },
  "ballot-drawn": {
    status: 409,
    title: "The profile has already drawn its ballot for this round, in another operation.",
  },
  "ballot-spent": { status: 409, title: "The ballot was already used for another contribution, which stays valid." },
  "body-too-large": {
    status: 413,
    title: "The body exceeds the limit of this address; see packages/protocol/src/lib/limits.ts.",
  },
  "unsupported-media-type": { status: 415, title: "Send application/json." },
  "unknown-codeword": {
    status: 422,
    title: "The codeword names no cell of the current codebook; read the manifest again.",
  },
  "below-minimum-people": { status: 422, title: "Fewer than k people share this cell; send a shorter codeword." },
  "bad-ballot": {
    status: 422,
    title: "The ballot does not belong to this round; draw a ballot and send its finished form.",
  },
  "bad-contribution": { status: 422, title: "A share does not have the shape that the round's measurement requires." },
  "rate-limited": { status: 429, title: "Too many requests; wait `Retry-After` seconds." },
  "prf-budget-spent": {
    status: 429,
    title: "The budget of PRF evaluations is spent; wait `Retry-After` seconds.",
  },
  "connector-budget-spent": {
    status: 429,
    title: "The connector key's budget of items, reads or exports is spent; wait `Retry-After` seconds.",
  },
  "ballot-budget-spent": {
    status: 429,
    title: "The budget of ballots is spent; wait `Retry-After` seconds.",
  },
  "internal-error": { status: 500, title: "The operator failed; nothing was stored. Retry later." },
  "storage-unavailable": {
    status: 503,
    title: "The operator's storage can't be reached. Send the same message again after `Retry-After` seconds.",
  },
  "profile-unavailable": {
    status: 503,
    title: "The profile is being moved or erased; retry after `Retry-After` seconds.",
  },
  "operators-disagree": {
    status: 503,
    title:
      "The two operators have different keys for this site, so nothing can be linked. Retry later; the operators have to correct this.",
  },
  "aggregator-unavailable": {
    status: 503,
    title: "The second operator does not answer, so nothing can be linked now. Retry later.",
  },
} as const satisfies Record<string, { status: number; title: string }>;
export type ProblemCode = keyof typeof PROBLEMS;

const codes = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];
export const ProblemCode = v.picklist(codes);

/** An RFC 9457 problem document, sent as `application/problem+json`. Contains nothing of the request's content. */
export const Problem = v.object({
  /** `https://sedge.dev/problems/{code}`. An identifier, not a promise that a page is there. */
  type: v.string(),
  title: v.string(),
  status: v.number(),
  code: ProblemCode,
  /** Paths of the fields that did not match, without their values. */
  errors: v.optional(v.array(v.string())),
  /** With `stale-request`: the clock of the operator that refused, seconds since 1970. */
  now: v.optional(v.number()),
  /** With `unsupported-version`: the protocol versions that the operator accepts. */
  supported: v.optional(VersionRange),
});
export type Problem = v.InferOutput<typeof Problem>;

/** What a problem document may add to its code. */
export type ProblemDetails = Pick<Problem, "errors" | "now" | "supported">;

/** The problem document for `code`. */
export function problem(code: ProblemCode, extra: ProblemDetails = {}): Problem {
  const { status, title } = PROBLEMS[code];
  return { type: `https://sedge.dev/problems/${code}`, title, status, code, ...extra };
}
