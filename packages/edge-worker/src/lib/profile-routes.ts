import { channelsOf } from "@sedge/features/profile";
import { Refusal } from "@sedge/operator";
import type { ErasureResult, LinkResult, OperationId, ProfileExport } from "@sedge/protocol";
import { fusedAssignment } from "./assignment.ts";
import type { EdgeContext } from "./context.ts";
import { Identity } from "./identity/client/identity.ts";
import type { IdentityRules } from "./identity/operations/identity-rules.ts";
import type { ProfileSummary } from "./identity/operations/results.ts";
import { currentCodewords } from "./identity/graph/profile.ts";
import { assign, link, unlink } from "./profile-actions.ts";
import { exportOf, partExport } from "./profile-export.ts";
import { receiptsOf } from "./receipts.ts";
import { erase, undo } from "./rights/proven-actions.ts";
import { rightsOf } from "./rights/rights.ts";
import { readSigned } from "./signed-request.ts";
import { announce } from "./triggers/announce.ts";

const PAGE = { isPage: true };
/** The channels whose devices sign for themselves. All others deliver under a connector's key. */
const PAGE_CHANNELS: ReadonlySet<string> = new Set(channelsOf("visit"));

export function identityOf(context: EdgeContext, rules: IdentityRules): Identity {
  return new Identity(context.env, context.get("site").id, rules);
}

async function linkResult(
  context: EdgeContext,
  operationId: OperationId,
  summary: ProfileSummary,
): Promise<LinkResult> {
  const { tokens, codewords } = summary;
  // A profile without codewords needs no codebook, and so no aggregator.
  const assignment =
    codewords.length === 0 ? null : fusedAssignment(await context.get("files")(), context.get("site"), codewords);
  return { operationId, tokens, assignment };
}

export async function answerLink(context: EdgeContext, identity: Identity, now: number): Promise<Response> {
  const signed = await readSigned(context, "link", identity, now);
  const summary = await link(context, identity, signed, PAGE, now);
  // The page asks for its cluster next, and gets its triggers then.
  const seen = { token: signed.tokens[0], operationId: signed.message.operationId, hasPage: false };
  await announce(context, identity, seen);
  return context.json(await linkResult(context, signed.message.operationId, summary));
}

export async function answerAssign(context: EdgeContext, identity: Identity, now: number): Promise<Response> {
  const signed = await readSigned(context, "assign", identity, now);
  if (!PAGE_CHANNELS.has(signed.message.body.channel)) throw new Refusal("wrong-channel");
  const { assignment } = await assign(context, identity, signed, PAGE);
  const { tokens, message } = signed;
  const seen = { token: tokens[0], operationId: message.operationId, hasPage: true };
  const triggers = await announce(context, identity, seen);
  return context.json(triggers.length === 0 ? assignment : { ...assignment, triggers });
}

export async function answerUnlink(context: EdgeContext, identity: Identity, now: number): Promise<Response> {
  const signed = await readSigned(context, "unlink", identity, now);
  const summary = await unlink(context, identity, signed);
  return context.json(await linkResult(context, signed.message.operationId, summary));
}

export async function answerUndo(context: EdgeContext, identity: Identity, now: number): Promise<Response> {
  const signed = await readSigned(context, "undo", identity, now);
  const summary = await undo(context, identity, signed, PAGE, now);
  return context.json(await linkResult(context, signed.message.operationId, summary));
}

/**
 * Gives what the proof of control speaks for. A guest device gets only its own part of the profile: the e-mail may have been forwarded.
 */
export async function answerExport(context: EdgeContext, identity: Identity, now: number): Promise<Response> {
  const { tokens, message, receiptSignatures: signatures } = await readSigned(context, "export", identity, now);
  const [token] = tokens;
  const profile = await identity.read(token);
  if (!profile) throw new Refusal("unknown-profile");
  const rights = await rightsOf(context, identity, { tokens, proof: message.proof }, "read", now);
  const part = rights.partOf(token, profile);
  if (part.length === 0) throw new Refusal("proof-required");
  const visible = partExport(profile, part);
  const [records, entitlements, receipts] = await Promise.all([
    identity.recordsOf(visible.members),
    identity.entitlementsOf(visible.members, Math.floor(now / 1_000)),
    receiptsOf(context.env.DB, message.site, visible.members, {
      signers: tokens,
      receipt: message.receipt,
      signatures,
    }),
  ]);
  const codewords = currentCodewords(profile.observations);
  const answer: ProfileExport = {
    ...exportOf(visible, records, entitlements),
    receipts,
    assignment:
      codewords.length === 0 ? null : fusedAssignment(await context.get("files")(), context.get("site"), codewords),
  };
  return context.json(answer);
}

export async function answerErase(context: EdgeContext, identity: Identity, now: number): Promise<Response> {
  const signed = await readSigned(context, "erase", identity, now);
  const { operationId } = signed.message;
  const answer: ErasureResult = { operationId, ...(await erase(context, identity, signed, PAGE, now)) };
  return context.json(answer);
}
