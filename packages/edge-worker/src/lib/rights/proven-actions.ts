import { Refusal } from "@sedge/operator";
import type { ErasureResult, LinkToken } from "@sedge/protocol";
import type { EdgeContext } from "../context.ts";
import type { Identity } from "../identity/client/identity.ts";
import type { ProfileSummary } from "../identity/operations/results.ts";
import type { Sender } from "../profile-actions.ts";
import { isGuest } from "../profile-export.ts";
import { keepReceipt } from "../receipts.ts";
import type { MessageOf, SignedRequest } from "../signed-request.ts";
import { FiledErasures } from "./erasure-requests.ts";
import { type Rights, rightsOf } from "./rights.ts";

/** Whether the token may do this to its profile: proven, or a guest device, which has its own part alone. */
async function isAllowed(identity: Identity, token: LinkToken, rights: Rights): Promise<boolean> {
  const profile = await identity.read(token);
  return rights.actFor(token, profile) || (profile !== undefined && isGuest(profile, token));
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
  { tokens, message, at }: SignedRequest<MessageOf<"undo">>,
  { channel }: Sender,
  now: number,
): Promise<ProfileSummary> {
  const { receipt, operationId, body, site, proof } = message;
  const filed = new FiledErasures(context.env.DB, site);
  const revoked = await Promise.all(tokens.map((token) => filed.revoke(token, body.operationId)));
  if (revoked.includes(true)) return { state: "done", tokens: 1, edges: 0, codewords: [] };
  const rights = await rightsOf(context, identity, { tokens, proof, channel }, "undo", now);
  for (const token of tokens) if (!(await isAllowed(identity, token, rights))) throw new Refusal("proof-required");
  let first: ProfileSummary | undefined;
  for (const token of tokens) {
    const summary = await identity.undo(token, body.operationId, { operationId, at });
    first ??= summary;
  }
  if (!first) throw new Refusal("unknown-profile");
  await keepReceipt(context.env.DB, site, tokens, receipt);
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
  { tokens, message, at }: SignedRequest<MessageOf<"erase">>,
  { channel }: Sender,
  now: number,
): Promise<Omit<ErasureResult, "operationId">> {
  const { receipt, operationId, site, proof } = message;
  const rights = await rightsOf(context, identity, { tokens, proof, channel }, "erase", now);
  const verdicts = await Promise.all(tokens.map((token) => isAllowed(identity, token, rights)));
  const [mine, others] = [tokens.filter((_, index) => verdicts[index]), tokens.filter((_, index) => !verdicts[index])];
  const isWithdrawal = !receipt.purposes.includes("link");
  const bound = isWithdrawal ? await withdrawnBy(identity, mine) : mine;
  await keepReceipt(context.env.DB, site, [...new Set([...tokens, ...bound])], receipt);
  const total = { tokens: 0, edges: 0, observations: 0 };
  for (const token of mine) {
    const erased = await identity.erase(token, { operationId, at }, isWithdrawal ? "left" : "erased");
    total.tokens += erased.tokens;
    total.edges += erased.edges;
    total.observations += erased.observations;
  }
  const filed = new FiledErasures(context.env.DB, site);
  if (mine.length > 0) await filed.finish(mine);
  if (others.length === 0) return total;
  const seconds = Math.floor(now / 1_000);
  const requestedUntil = seconds + context.get("site").retention.erasureAnswerDays * 86_400;
  await filed.file(others, operationId, seconds, requestedUntil);
  return { ...total, requestedUntil };
}

/**
 * What a withdrawal is bound to: all that the person is known by, so that no channel goes on by an older consent. A device that a
 * landing link alone has joined may be somebody else's, and speaks for itself.
 */
async function withdrawnBy(identity: Identity, tokens: readonly LinkToken[]): Promise<LinkToken[]> {
  const known = await Promise.all(
    tokens.map(async (token) => {
      const profile = await identity.read(token);
      return profile && !isGuest(profile, token) ? profile.members : [];
    }),
  );
  return [...new Set([...tokens, ...known.flat()])];
}
