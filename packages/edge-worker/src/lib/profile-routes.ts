import { Refusal } from "@sedge/operator";
import type { ErasureOutcome, LinkOutcome, OperationId, ProfileExport } from "@sedge/protocol";
import { checkedCodebook, fusedAssignment } from "./assignment.ts";
import type { EdgeContext } from "./context.ts";
import { Identity } from "./identity/identity.ts";
import type { Standing } from "./identity/outcome.ts";
import { currentCodewords } from "./identity/profile.ts";
import { keepReceipt, receiptsOf } from "./receipts.ts";
import { readSigned } from "./signed-request.ts";

function identityOf(context: EdgeContext): Identity {
  return new Identity(context.env, context.get("site").id);
}

async function linkOutcome(context: EdgeContext, operationId: OperationId, standing: Standing): Promise<LinkOutcome> {
  const { tokens, codewords } = standing;
  // A profile without codewords needs no codebook, and so no aggregator.
  const assignment = codewords.length === 0 ? null : fusedAssignment(await context.get("files")(), codewords);
  return { operationId, tokens, assignment };
}

export async function answerLink(context: EdgeContext, now: number): Promise<Response> {
  const identity = identityOf(context);
  const { tokens, message } = await readSigned(context, "link", identity, now);
  // The proof of consent is written before what it allows is done.
  await keepReceipt(context.env.DB, message.site, tokens, message.receipt);
  const standing = await identity.link(tokens, message.operationId);
  return context.json(await linkOutcome(context, message.operationId, standing));
}

export async function answerAssign(context: EdgeContext, now: number): Promise<Response> {
  const identity = identityOf(context);
  const { tokens, message } = await readSigned(context, "assign", identity, now);
  const { channel, codeword } = message.body;
  const files = await context.get("files")();
  checkedCodebook(files, context.get("site"), codeword);
  await keepReceipt(context.env.DB, message.site, tokens, message.receipt);
  const { codewords } = await identity.assign(tokens[0], channel, codeword, message.operationId);
  const assignment = fusedAssignment(files, codewords);
  if (!assignment) throw new Refusal("unknown-codeword");
  return context.json(assignment);
}

/** Every signing token leaves by itself; the answer is of the first that was known. */
export async function answerUnlink(context: EdgeContext, now: number): Promise<Response> {
  const identity = identityOf(context);
  const { tokens, message } = await readSigned(context, "unlink", identity, now);
  let first: Standing | undefined;
  for (const token of tokens) {
    const standing = await identity.unlink(token, message.operationId);
    first ??= standing;
  }
  if (!first) throw new Refusal("unknown-profile");
  await keepReceipt(context.env.DB, message.site, tokens, message.receipt);
  return context.json(await linkOutcome(context, message.operationId, first));
}

export async function answerExport(context: EdgeContext, now: number): Promise<Response> {
  const identity = identityOf(context);
  const { tokens, message } = await readSigned(context, "export", identity, now);
  const profile = await identity.read(tokens[0]);
  if (!profile) throw new Refusal("unknown-profile");
  await keepReceipt(context.env.DB, message.site, tokens, message.receipt);
  const codewords = currentCodewords(profile.observations);
  const answer: ProfileExport = {
    tokens: profile.members,
    edges: profile.edges.map((edge) => ({ ...edge, kind: "strong" })),
    observations: profile.observations.map(({ token, channel, codeword }) => ({ token, channel, codeword })),
    receipts: await receiptsOf(context.env.DB, message.site, profile.members),
    assignment: codewords.length === 0 ? null : fusedAssignment(await context.get("files")(), codewords),
  };
  return context.json(answer);
}

/** Every signing token's profile is erased; the receipt is kept even where nothing was stored. */
export async function answerErase(context: EdgeContext, now: number): Promise<Response> {
  const identity = identityOf(context);
  const { tokens, message } = await readSigned(context, "erase", identity, now);
  await keepReceipt(context.env.DB, message.site, tokens, message.receipt);
  const total = { tokens: 0, edges: 0, observations: 0 };
  for (const token of tokens) {
    const erased = await identity.erase(token, message.operationId);
    total.tokens += erased.tokens;
    total.edges += erased.edges;
    total.observations += erased.observations;
  }
  const answer: ErasureOutcome = { operationId: message.operationId, ...total };
  return context.json(answer);
}
