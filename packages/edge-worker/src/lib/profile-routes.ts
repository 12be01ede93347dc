import { Refusal } from "@sedge/operator";
import type { ErasureOutcome, LinkOutcome, LinkToken, OperationId, ProfileExport, TokenKinds } from "@sedge/protocol";
import { checkedCodebook, fusedAssignment } from "./assignment.ts";
import type { EdgeContext } from "./context.ts";
import { type Erased, Identity } from "./identity/identity.ts";
import type { IdentityRules } from "./identity/identity-rules.ts";
import type { Full, Standing } from "./identity/outcome.ts";
import { currentCodewords } from "./identity/profile.ts";
import { exportOf } from "./profile-export.ts";
import { admitReceipt, keepReceipt, receiptsOf } from "./receipts.ts";
import { readSigned } from "./signed-request.ts";

export function identityOf(context: EdgeContext, rules: IdentityRules): Identity {
  return new Identity(context.env, context.get("site").id, rules);
}

async function linkOutcome(context: EdgeContext, operationId: OperationId, standing: Standing): Promise<LinkOutcome> {
  const { tokens, codewords } = standing;
  // A profile without codewords needs no codebook, and so no aggregator.
  const assignment =
    codewords.length === 0 ? null : fusedAssignment(await context.get("files")(), context.get("site"), codewords);
  return { operationId, tokens, assignment };
}

/** What was done. @throws {Refusal} `profile-full`, `erased-since` */
export function done<Answer extends { readonly state: string }>(answer: Answer | Full | Erased): Answer {
  if (answer.state === "full") throw new Refusal("profile-full");
  if (answer.state === "erased") throw new Refusal("erased-since");
  return answer as Answer;
}

/** Kinds are said of signers alone: nobody says what another's token was made of. */
export function ownKinds(kinds: TokenKinds = {}, tokens: readonly LinkToken[]): TokenKinds {
  if (Object.keys(kinds).some((token) => !tokens.includes(token as LinkToken))) {
    throw new Refusal("malformed-request", { errors: ["kinds"] });
  }
  return kinds;
}

export async function answerLink(context: EdgeContext, identity: Identity, now: number): Promise<Response> {
  const { tokens, message, at } = await readSigned(context, "link", identity, now);
  const { site, receipt, operationId } = message;
  const kinds = ownKinds(message.kinds, tokens);
  // The proof of consent is written before what it allows is done.
  await admitReceipt(context.env.DB, site, tokens, receipt, { isSameDayEnough: true });
  const standing = done(await identity.link(tokens, kinds, { operationId, at }));
  return context.json(await linkOutcome(context, operationId, standing));
}

export async function answerAssign(context: EdgeContext, identity: Identity, now: number): Promise<Response> {
  const { tokens, message, at } = await readSigned(context, "assign", identity, now);
  const { site, receipt, operationId } = message;
  const { channel, codeword } = message.body;
  const files = await context.get("files")();
  checkedCodebook(files, context.get("site"), codeword);
  // The proof of consent is written before what it allows is done.
  await admitReceipt(context.env.DB, site, tokens, receipt, { isSameDayEnough: true });
  const { codewords } = done(await identity.assign(tokens[0], channel, codeword, { operationId, at }));
  const assignment = fusedAssignment(files, context.get("site"), codewords);
  if (!assignment) throw new Refusal("unknown-codeword");
  return context.json(assignment);
}

/**
 * Every signing token leaves by itself; the answer is of the first that was known. With a receipt that lacks `link` it is a
 * withdrawal: what a record said is forgotten, and the receipt keeps the token from being linked until a newer one.
 */
export async function answerUnlink(context: EdgeContext, identity: Identity, now: number): Promise<Response> {
  const { tokens, message, at } = await readSigned(context, "unlink", identity, now);
  const { receipt, operationId } = message;
  const isWithdrawal = !receipt.purposes.includes("link");
  // Written first: whatever becomes of this request, nobody links the tokens again.
  if (isWithdrawal) await keepReceipt(context.env.DB, message.site, tokens, receipt);
  let first: Standing | undefined;
  for (const token of tokens) {
    if (isWithdrawal) await identity.withdraw(token);
    const standing = await identity.unlink(token, { operationId, at });
    first ??= standing;
  }
  if (!first) throw new Refusal("unknown-profile");
  await keepReceipt(context.env.DB, message.site, tokens, receipt);
  return context.json(await linkOutcome(context, operationId, first));
}

/** Every signing token takes back its part in the operation; the answer is of the first that is known. */
export async function answerUndo(context: EdgeContext, identity: Identity, now: number): Promise<Response> {
  const { tokens, message, at } = await readSigned(context, "undo", identity, now);
  const { receipt, operationId, body } = message;
  let first: Standing | undefined;
  for (const token of tokens) {
    const standing = await identity.undo(token, body.operationId, { operationId, at });
    first ??= standing;
  }
  if (!first) throw new Refusal("unknown-profile");
  await keepReceipt(context.env.DB, message.site, tokens, receipt);
  return context.json(await linkOutcome(context, operationId, first));
}

export async function answerExport(context: EdgeContext, identity: Identity, now: number): Promise<Response> {
  const { tokens, message } = await readSigned(context, "export", identity, now);
  const profile = await identity.read(tokens[0]);
  if (!profile) throw new Refusal("unknown-profile");
  await keepReceipt(context.env.DB, message.site, tokens, message.receipt);
  const codewords = currentCodewords(profile.observations);
  const answer: ProfileExport = {
    ...exportOf(profile, await identity.recordsOf(profile.members)),
    receipts: await receiptsOf(context.env.DB, message.site, profile.members),
    assignment:
      codewords.length === 0 ? null : fusedAssignment(await context.get("files")(), context.get("site"), codewords),
  };
  return context.json(answer);
}

/** Every signing token's profile is erased; the receipt is kept even where nothing was stored. */
export async function answerErase(context: EdgeContext, identity: Identity, now: number): Promise<Response> {
  const { tokens, message, at } = await readSigned(context, "erase", identity, now);
  const { receipt, operationId } = message;
  await keepReceipt(context.env.DB, message.site, tokens, receipt);
  const total = { tokens: 0, edges: 0, observations: 0 };
  for (const token of tokens) {
    const erased = await identity.erase(token, { operationId, at });
    total.tokens += erased.tokens;
    total.edges += erased.edges;
    total.observations += erased.observations;
  }
  const answer: ErasureOutcome = { operationId, ...total };
  return context.json(answer);
}
