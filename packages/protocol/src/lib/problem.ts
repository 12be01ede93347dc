import * as v from "valibot";

/** Every refusal's stable code, its HTTP status, and one sentence that says what is wrong and what to do. */
export const PROBLEMS = {
  "malformed-request": { status: 400, title: "The body does not match the schema; see `errors` and /openapi.json." },
  "unsupported-version": { status: 400, title: "This protocol version is not spoken here; update the SDK." },
  "bad-group-element": {
    status: 400,
    title: "A blinded element is not a valid ristretto255 point other than the identity.",
  },
  "bad-signature": { status: 401, title: "A signature does not verify for its token; sign the exact message bytes." },
  "stale-request": {
    status: 401,
    title: "`issuedAt` is too far from the edge's clock; correct it by `now` and sign again.",
  },
  "unauthorised-operator": { status: 401, title: "Only the paired operator may call this; check the operator key." },
  "unauthorised-connector": {
    status: 401,
    title: "The connector's key is not registered here for this site and channel; register it at both operators.",
  },
  "connector-revoked": {
    status: 401,
    title: "The connector's key was ended, or its time is over; use the one that follows it, or register a new one.",
  },
  "unauthorised-admin": { status: 401, title: "Only the operator itself may call this; show its admin key." },
  "scope-missing": {
    status: 403,
    title: "The connector's key is registered without the scope for this; register it again with it.",
  },
  "wrong-channel": {
    status: 403,
    title: "The item speaks for another channel than the connector's key; send it under that channel's key.",
  },
  "consent-required": { status: 403, title: "The receipt lacks the purpose that this request needs; ask the visitor." },
  "consent-withdrawn": {
    status: 403,
    title: "The consent of one of these tokens was withdrawn since the receipt's day; a newer receipt is needed.",
  },
  "policy-outdated": { status: 403, title: "The receipt names another policy version; ask the visitor again." },
  "origin-not-allowed": {
    status: 403,
    title: "This site does not list the page's origin; add it to the site's origins.",
  },
  "not-found": { status: 404, title: "Nothing is served at this address; see /openapi.json." },
  "unknown-site": { status: 404, title: "No site has this name; check `data-site`." },
  "unknown-profile": { status: 404, title: "Nothing is stored for this token." },
  "no-cluster": {
    status: 404,
    title: "The profile has no cluster yet: no channel has told a codeword that is still read.",
  },
  "no-round": { status: 404, title: "The site collects no contributions now; look again later." },
  "unknown-generation": { status: 404, title: "No report of this generation is kept; the first has none." },
  "unknown-codebook": { status: 404, title: "No codebook of this site has this hash; read the manifest again." },
  "method-not-allowed": { status: 405, title: "This address does not take this method; see /openapi.json." },
  "replayed-request": { status: 409, title: "This transmission was received before; retry with a new nonce." },
  "key-epoch-changed": { status: 409, title: "The PRF keys have rotated; read the manifest again." },
  "key-epoch-order": {
    status: 409,
    title: "This epoch can't begin, or be retired, now; see the states of the epochs.",
  },
  "too-many-connector-keys": {
    status: 409,
    title: "As many keys of this site and channel as may be are valid already; end one first.",
  },
  "key-epoch-retired": {
    status: 410,
    title: "The tokens are of an epoch whose keys are destroyed; read the manifest and identify again.",
  },
  "handover-spent": {
    status: 409,
    title: "The hand-over was taken already, or is none that is offered here; go on without it.",
  },
  "handover-expired": { status: 410, title: "The hand-over's time is over; go on without it." },
  "erased-since": { status: 409, title: "The profile was erased after this was signed; sign it again to begin anew." },
  "profile-full": {
    status: 409,
    title: "The tokens would make a profile of more tokens than a person has; unlink some first.",
  },
  "round-not-open": { status: 409, title: "This round takes nothing more; read the site's round again." },
  "round-order": {
    status: 409,
    title: "A round can't be opened, closed or abandoned like this now; see the rounds' states.",
  },
  "privacy-budget-spent": { status: 409, title: "The site's rules allow no round of this cost any more." },
  "ballot-drawn": { status: 409, title: "The profile has drawn its ballot of this round, in another operation." },
  "ballot-spent": { status: 409, title: "The ballot was spent on another contribution, which stands." },
  "body-too-large": {
    status: 413,
    title: "The body is over the limit of this address; see packages/protocol/src/lib/limits.ts.",
  },
  "unsupported-media-type": { status: 415, title: "Send application/json." },
  "unknown-codeword": {
    status: 422,
    title: "The codeword names no cell of the current codebook; read the manifest again.",
  },
  "below-minimum-people": { status: 422, title: "Fewer than k people share this cell; cut the codeword back." },
  "bad-ballot": { status: 422, title: "The ballot is not one of this round; draw one, and send what came of it." },
  "bad-contribution": { status: 422, title: "A share does not have the shape that the round's measurement gives it." },
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
    title: "Enough ballots were drawn; wait `Retry-After` seconds.",
  },
  "internal-error": { status: 500, title: "The operator failed; nothing was stored. Retry later." },
  "aggregator-unavailable": {
    status: 503,
    title: "The second operator does not answer; linking waits for it. Retry later.",
  },
} as const satisfies Record<string, { status: number; title: string }>;
export type ProblemCode = keyof typeof PROBLEMS;

const codes = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];
export const ProblemCode = v.picklist(codes);

/** An RFC 9457 problem document, sent as `application/problem+json`. Holds nothing of the request's content. */
export const Problem = v.object({
  /** `https://sedge.dev/problems/{code}`. An identifier, not a promise that a page is there. */
  type: v.string(),
  title: v.string(),
  status: v.number(),
  code: ProblemCode,
  /** Paths of the fields that did not match, without their values. */
  errors: v.optional(v.array(v.string())),
  /** With `stale-request`: the edge's clock, seconds since 1970. */
  now: v.optional(v.number()),
});
export type Problem = v.InferOutput<typeof Problem>;

/** The problem document for `code`. */
export function problem(code: ProblemCode, extra: Pick<Problem, "errors" | "now"> = {}): Problem {
  const { status, title } = PROBLEMS[code];
  return { type: `https://sedge.dev/problems/${code}`, title, status, code, ...extra };
}
