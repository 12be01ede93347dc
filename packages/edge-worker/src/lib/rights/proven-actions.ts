import { Refusal } from "@sedge/operator";
import type { ErasureResult, LinkToken } from "@sedge/protocol";
import type { EdgeContext } from "../context.ts";
import type { Identity } from "../identity/client/identity.ts";
import { provenPart } from "../identity/graph/proven-part.ts";
import type { ProfileSummary } from "../identity/operations/results.ts";
import type { Sender } from "../profile-actions.ts";
import { isGuest } from "../profile-export.ts";
import { isSignal, keepReceipt } from "../receipts.ts";
import type { MessageOf, SignedRequest } from "../signed-request.ts";
import { FiledErasures } from "./erasure-requests.ts";
import { type Rights, rightsOf } from "./rights.ts";

/** The tokens of the profile of each signing token that the message may act for; none without a right to it. */
async function partsOf(identity: Identity, tokens: readonly LinkToken[], rights: Rights) {
  return Promise.all(tokens.map(async (token) => ({ token, part: rights.partOf(token, await identity.read(token)) })));
}

/**
 * All that is proven to belong to the tokens' people. A device that a landing link alone has joined may be somebody else's, and speaks for
 * itself.
 */
async function signalledBy(identity: Identity, tokens: readonly LinkToken[]): Promise<LinkToken[]> {
  const known = await Promise.all(
    tokens.map(async (token) => {
      const profile = await identity.read(token);
      return profile && !isGuest(profile, token) ? [...provenPart(profile, new Set([token]))] : [token];
    }),
  );
  return known.flat();
}

/**
 * Every signing token undoes its part in the operation, or takes back an erasure that it has asked for. The answer describes
 * the first known token.
 * @param now - Milliseconds since 1970.
 * @throws {Refusal} `proof-required`, `bad-proof-of-control`, `unknown-profile`
 */
export async function undo(
  context: EdgeContext,
  identity: Identity,
  { tokens, message, at, receiptSignatures }: SignedRequest<MessageOf<"undo">>,
  { channel }: Sender,
  now: number,
): Promise<ProfileSummary> {
  const { receipt, operationId, body, site, proof } = message;
  const filed = new FiledErasures(context.env.DB, site);
  const revoked = await Promise.all(tokens.map((token) => filed.revoke(token, body.operationId)));
  if (revoked.includes(true)) return { state: "done", tokens: 1, edges: 0, codewords: [] };
  const rights = await rightsOf(context, identity, { tokens, proof, channel }, "undo", now);
  const parts = await partsOf(identity, tokens, rights);
  if (parts.some(({ part }) => part.length === 0)) throw new Refusal("proof-required");
  let first: ProfileSummary | undefined;
  for (const token of tokens) {
    const summary = await identity.undo(token, body.operationId, { operationId, at }, rights.proven);
    if (summary?.state === "unproven") throw new Refusal("proof-required");
    first ??= summary;
  }
  if (!first) throw new Refusal("unknown-profile");
  await keepReceipt(context.env.DB, site, tokens, receipt, receiptSignatures);
  return first;
}

/**
 * Every signing token's profile is erased; the receipt is kept even where nothing was stored, a withdrawal's for all its tokens.
 * Without a proof of control a guest device's own part goes at once, and the rest is filed for the site to answer.
 * @param now - Milliseconds since 1970.
 * @throws {Refusal} `bad-proof-of-control`
 */
export async function erase(
  context: EdgeContext,
  identity: Identity,
  { tokens, message, at, receiptSignatures }: SignedRequest<MessageOf<"erase">>,
  { channel }: Sender,
  now: number,
): Promise<Omit<ErasureResult, "operationId">> {
  const { receipt, operationId, site, proof } = message;
  const rights = await rightsOf(context, identity, { tokens, proof, channel }, "erase", now);
  const parts = await partsOf(identity, tokens, rights);
  const others = parts.flatMap(({ token, part }) => (part.length === 0 ? [token] : []));
  const mine = parts.filter(({ part }) => part.length > 0);
  const isWithdrawal = !receipt.purposes.includes("link");
  // A withdrawal is bound to all that the person is proven to be known by, so that no channel goes on by an older consent.
  // Global Privacy Control needs no proof: it counts for the whole profile, and erases nothing of it.
  const proven = isWithdrawal ? mine.flatMap(({ part }) => part) : [];
  const bound = isSignal(receipt) ? await signalledBy(identity, tokens) : proven;
  await keepReceipt(context.env.DB, site, [...new Set([...tokens, ...bound])], receipt, receiptSignatures);
  const total = { tokens: 0, edges: 0, observations: 0 };
  const kind = isWithdrawal ? "left" : "erased";
  for (const { token, part } of mine) {
    const erased = await identity.erase(token, { operationId, at }, { kind, part });
    total.tokens += erased.tokens;
    total.edges += erased.edges;
    total.observations += erased.observations;
  }
  const filed = new FiledErasures(context.env.DB, site);
  if (mine.length > 0) await filed.finish(mine.map(({ token }) => token));
  if (others.length === 0) return total;
  const seconds = Math.floor(now / 1_000);
  const requestedUntil = seconds + context.get("site").retention.erasureAnswerDays * 86_400;
  await filed.file(others, operationId, seconds, requestedUntil);
  return { ...total, requestedUntil };
}
