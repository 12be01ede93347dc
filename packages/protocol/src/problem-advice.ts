import type { ProblemCode } from "./lib/problem.ts";

/** Why an error happens and what to do about it. `docs/errors.md` is generated from these. */
export interface ErrorAdvice {
  readonly cause: string;
  readonly fix: string;
}

/** Cause and fix of every problem code. No product code imports this table: it costs a page no bytes. */
export const PROBLEM_ADVICE: Readonly<Record<ProblemCode, ErrorAdvice>> = {
  "malformed-request": {
    cause: "A field is missing, has another type, or exceeds its limit; `errors` lists the paths, without values.",
    fix: "Compare the request with `/openapi.json` of the same operator.",
  },
  "bad-condition": {
    cause: "A misspelt subject, name or sign, or a subject that only the page knows.",
    fix: "Correct the condition; docs/conditions.md has the grammar. The rules are as they were before.",
  },
  "bad-metric-plan": {
    cause:
      "A field that no plan has, a value that is not declared, a limit, or a number that the site has used before.",
    fix: "Correct what `errors` names; docs/metrics.md describes the plan. The plan is as it was before.",
  },
  "unsupported-version": {
    cause: "The SDK or connector is older or newer than the protocol versions that the operator accepts.",
    fix: "Deploy the operators first, then the SDK's files; see docs/upgrading.md.",
  },
  "bad-group-element": {
    cause: "A client other than Sedge's own, or a damaged request.",
    fix: "Send canonical ristretto255 encodings of 32 bytes, never the identity element.",
  },
  "bad-signature": {
    cause: "The signed bytes differ from the bytes sent, or the signature is by another token's key.",
    fix: "Sign the exact bytes of `message`, once with the key of each token that the operation names.",
  },
  "stale-request": {
    cause:
      "The client's clock is more than five minutes off, or the message waited too long after it was signed. For a connector's batch also: the operators' clocks differ.",
    fix: "Correct the clock by `now` in the answer and sign again. The SDK and the connector do this on their own.",
  },
  "unauthorised-operator": {
    cause: "`OPERATOR_KEY` is missing at one operator, or the two differ.",
    fix: "Set the same `OPERATOR_KEY` at both operators.",
  },
  "unauthorised-connector": {
    cause: "The connector's public key is registered at one operator only, or for another site or channel.",
    fix: "Register the key at both consoles, for this site and this channel.",
  },
  "connector-revoked": {
    cause: "An administrator revoked the key, or its `notAfter` has passed.",
    fix: "Make a key with `sedge connector-key`, register it at both operators, and use it from now on.",
  },
  "unauthorised-admin": {
    cause: "A console route was called without `ADMIN_KEY`, with another party's key, or where none is set.",
    fix: "Send `Authorization: Bearer <ADMIN_KEY>` with the key of the operator that you call.",
  },
  "scope-missing": {
    cause: "The key was registered without `evaluate`, `link`, `contribute` or `read`, which this route requires.",
    fix: "Register the same key again, with all the scopes that it needs.",
  },
  "wrong-channel": {
    cause: "A delivery under one channel's key contains an item of another channel.",
    fix: "Push each channel with its own key.",
  },
  "consent-required": {
    cause: "The visitor has not given the purpose (`classify`, `link` or `learn`), or has refused it.",
    fix: "Ask the visitor, then call `consent.set`. Do not retry without a decision.",
  },
  "proof-required": {
    cause:
      "The request reads, erases, undoes or joins profiles, and came without a proof that the person is signed in.",
    fix: "Have the site's login sign a proof of control for these tokens and this purpose, and send it along.",
  },
  "bad-proof-of-control": {
    cause:
      "The login's assertion was older than five minutes, used before, for something else, or signed by an unknown key.",
    fix: "Sign a new one for each request. Compare the login's key with the registered ones.",
  },
  "consent-withdrawn": {
    cause: "The person withdrew consent after the consent record on file was made.",
    fix: "Ask the person again, and send the receipt of the new decision.",
  },
  "global-privacy-control": {
    cause: "A linked device of the person sends Global Privacy Control, which counts for all of them.",
    fix: "Nothing: the SDK refuses `link` and `learn` here too. A later `consent.set`, for which the visitor was asked, overrides it.",
  },
  "policy-outdated": {
    cause: "The site changed `policyVersion`, and this receipt is about the previous policy text.",
    fix: "Show the new policy and ask again.",
  },
  "origin-not-allowed": {
    cause: "The page is served from an origin that the site's settings at the edge do not list.",
    fix: "Add the origin to the site in `SITES` and deploy the edge.",
  },
  "not-found": {
    cause: "A wrong path, or a path of the other operator.",
    fix: "Check `data-endpoint` and the path; `/openapi.json` lists every route.",
  },
  "unknown-site": {
    cause: "The site's name is misspelt, or missing from `SITES` at one of the operators.",
    fix: "Correct `data-site`, or add the site at both operators.",
  },
  "unknown-profile": {
    cause: "The token was never linked here, or its profile was erased.",
    fix: "Nothing to do; link the token first if a profile is expected.",
  },
  "no-cluster": {
    cause: "No visit or record of this person has produced a codeword of the current codebook.",
    fix: "Ask again after the next visit or push.",
  },
  "no-round": {
    cause: "Between rounds there is nothing to contribute to.",
    fix: "Ask again later. The SDK does so on its own.",
  },
  "unknown-metric-plan": {
    cause: "The site asks no metrics, or the hash, window or metric is of another site.",
    fix: "Publish a plan with `sedge metrics plan`, or read the windows and metrics that it has.",
  },
  "unknown-generation": {
    cause: "The generation number is wrong, or generation 0, which is the prior codebook.",
    fix: "Read the current generation from the manifest.",
  },
  "unknown-sums": {
    cause: "The hash is wrong, the codebook is a prior, or a release before sums were published made it.",
    fix: "Request the sums that the site's codebook names.",
  },
  "unknown-codebook": {
    cause: "The codebook was replaced by a newer generation.",
    fix: "Read the manifest again and request the codebook that it names.",
  },
  "method-not-allowed": {
    cause: "GET instead of POST, or the reverse.",
    fix: "Use the method that `/openapi.json` names.",
  },
  "replayed-request": {
    cause: "The same bytes arrived twice: a proxy repeated them, or somebody replayed a recording.",
    fix: "Keep the operation's id, make a new nonce, and sign again.",
  },
  "key-epoch-changed": {
    cause: "The operators began a new key epoch after the client read the manifest.",
    fix: "Read the manifest again and evaluate the identifier in the current epoch.",
  },
  "key-epoch-order": {
    cause: "The aggregator must begin an epoch before the edge, and the edge must retire it before the aggregator.",
    fix: "List the epochs at both consoles and take the step that is missing.",
  },
  "too-many-login-keys": {
    cause: "A login key was registered while four others are valid.",
    fix: "Register one of the others again with a past `notAfter`.",
  },
  "retention-out-of-bounds": {
    cause: "The operator's order has a period that is too short or too long.",
    fix: "Send a value within the bounds; docs/retention.md lists them.",
  },
  "too-many-connector-keys": {
    cause: "Four keys of this site and channel are valid at once.",
    fix: "Revoke a key that is no longer used.",
  },
  "key-epoch-retired": {
    cause: "The client did not return between the start of the new epoch and the end of the old one.",
    fix: "Read the manifest and call `identify` again.",
  },
  "landing-link-spent": {
    cause: "Another device opened the link first, the recipient withdrew, or the link was altered.",
    fix: "Continue without the link. The next mailing contains a new one.",
  },
  "landing-link-expired": {
    cause: "The link was opened after the time that the connector set, 30 days at most.",
    fix: "Continue without the link, or ask for a new mailing.",
  },
  "erased-since": {
    cause: "An erasure happened between signing and delivery.",
    fix: "Sign the operation again only if the person's consent still covers it.",
  },
  "profile-full": {
    cause: "Identifiers that many people share (a public phone, a demo account) were linked to one profile.",
    fix: "Unlink the shared identifiers and stop sending them.",
  },
  "round-not-open": {
    cause: "The round closed, was abandoned, or has passed its deadline.",
    fix: "Read the site's round again. The SDK skips this round on its own.",
  },
  "no-log": {
    cause: "The aggregator has no `LOG_SEED`, so nothing is published about its sites.",
    fix: "Set `LOG_SEED` at the aggregator; docs/log.md says how.",
  },
  "statement-refused": {
    cause:
      "Another instance of the edge published at the same time, the site has published four statements within a day, or the operators know other keys, codebooks or sites.",
    fix: "Nothing to do: the edge asks again within a minute. If it persists, compare both operators' consoles.",
  },
  "round-order": {
    cause:
      "Another round is running, this round has already reached the state asked for, or the aggregator does not sign such terms: votes would be spread over less than its `LEARNING_MIN_SPREAD_SECONDS`, or fewer people counted than its `LEARNING_MIN_PEOPLE`.",
    fix: "List the rounds at the console and take the next step from their states.",
  },
  "privacy-budget-spent": {
    cause: "Earlier rounds used up the ε that the site's rules allow in the period.",
    fix: "Wait until the oldest round leaves the period, or open a cheaper round.",
  },
  "ballot-drawn": {
    cause: "Another device of the same person took part first.",
    fix: "Nothing to do: one person has one vote a round.",
  },
  "ballot-spent": {
    cause: "The same ballot arrived with two different contributions.",
    fix: "Nothing to do: the first contribution counts.",
  },
  "body-too-large": {
    cause: "More items in one request than the route accepts.",
    fix: "Split the request.",
  },
  "unsupported-media-type": {
    cause: "The `Content-Type` header is missing, or is not JSON.",
    fix: "Send `Content-Type: application/json`.",
  },
  "unknown-codeword": {
    cause: "The codeword was computed with an older codebook.",
    fix: "Read the manifest, fetch the codebook, and compute the codeword again.",
  },
  "below-minimum-people": {
    cause: "The client did not shorten the codeword to a cell that at least k people share.",
    fix: "Send the deepest path whose noisy count is at least k.",
  },
  "bad-ballot": {
    cause: "The ballot is of another round, was not signed by both operators, or was altered.",
    fix: "Draw a ballot of the open round, and send it once.",
  },
  "bad-contribution": {
    cause: "The client built the vote for another measurement than the round's terms name.",
    fix: "Read the round again and build the vote from its measurement.",
  },
  "rate-limited": {
    cause: "More requests from one address, or for one site, than the limit a minute.",
    fix: "Wait as long as `Retry-After` states, then continue more slowly.",
  },
  "prf-budget-spent": {
    cause: "Pages, or this connector key, asked for more PRF evaluations than the operator's budget allows.",
    fix: "Wait as long as `Retry-After` states. Look for enumeration before you raise the budget.",
  },
  "connector-budget-spent": {
    cause: "The key sent or read more items than its budget allows.",
    fix: "Wait as long as `Retry-After` states, or spread the work over more time.",
  },
  "ballot-budget-spent": {
    cause: "More ballots were drawn from one address or for the site than one period allows.",
    fix: "Wait as long as `Retry-After` states.",
  },
  "internal-error": {
    cause: "A bug or an outage at the operator; its log has one line with the request's route and this code.",
    fix: "Retry with the same operation id. If it persists, report it to the operator.",
  },
  "storage-unavailable": {
    cause:
      "The operator's database is down, unreachable or overloaded, or a restored identity shard can't finish its comparison with it yet.",
    fix: "Wait; clients retry on their own. The operator checks the state of D1 and the log's `storage-unavailable`.",
  },
  "profile-unavailable": {
    cause: "A move or an erasure of this very profile failed and is tried again, or other requests keep moving it.",
    fix: "Wait; clients retry on their own. The edge's operator reads `/v1/operator/sites/{site}/sagas` and the log's `saga-failed`.",
  },
  "operators-disagree": {
    cause:
      "The aggregator lacks the key of an epoch that the edge publishes, or has another: it was restored from an old backup, or lost its storage.",
    fix: 'Restore the aggregator\'s storage from a newer backup, or begin a new key epoch; see docs/upgrading.md, "Restore a backup".',
  },
  "aggregator-unavailable": {
    cause: "The aggregator is down, unreachable, or slower than the edge waits.",
    fix: "Wait; clients retry on their own. The edge's operator checks `AGGREGATOR_URL` and the aggregator's `/healthz`.",
  },
};
