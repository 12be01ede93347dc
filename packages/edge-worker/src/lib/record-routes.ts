import { describeError, parse, readJson, Refusal, writeLog } from "@sedge/operator";
import { TokenRecordSchema } from "@sedge/linkage/record";
import {
  MAX_RECORDS_BYTES,
  RecordBatch,
  type RecordBatchOutcome,
  type RecordEnvelope,
  type RecordOutcome,
} from "@sedge/protocol";
import type { EdgeContext } from "./context.ts";
import type { Identity } from "./identity/identity.ts";
import { done, ownKinds } from "./profile-routes.ts";
import { admitReceipt } from "./receipts.ts";
import { checkRecord } from "./signed-request.ts";

/** How many records of a batch are under way at once. */
const AT_ONCE = 4;

/** Records, each checked, linked or refused by itself: the answer names them in the order in which they came. */
export async function answerRecords(context: EdgeContext, identity: Identity, now: number): Promise<Response> {
  const { records } = await readJson(context.req.raw, RecordBatch, MAX_RECORDS_BYTES);
  const outcomes: RecordOutcome[] = [];
  for (let start = 0; start < records.length; start += AT_ONCE) {
    const some = records.slice(start, start + AT_ONCE);
    outcomes.push(...(await Promise.all(some.map((envelope) => outcomeOf(context, identity, envelope, now)))));
  }
  const answer: RecordBatchOutcome = { outcomes };
  return context.json(answer);
}

async function outcomeOf(
  context: EdgeContext,
  identity: Identity,
  envelope: RecordEnvelope,
  now: number,
): Promise<RecordOutcome> {
  try {
    return await link(context, identity, envelope, now);
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code };
    // What failed for one may have been done for the others, and its owner sends it again.
    writeLog({ event: "internal-error", route: "records", ...describeError(error) });
    return { code: "internal-error" };
  }
}

async function link(
  context: EdgeContext,
  identity: Identity,
  envelope: RecordEnvelope,
  now: number,
): Promise<RecordOutcome> {
  const { tokens, message, at } = await checkRecord(context, envelope, identity, now);
  const { site, receipt, operationId, body } = message;
  const fields = parse(TokenRecordSchema.entries.fields, body.fields);
  const kinds = ownKinds(body.kinds, tokens);
  // The proof of consent is written before what it allows is done.
  await admitReceipt(context.env.DB, site, tokens, receipt, { isSameDayEnough: false });
  const taken = done(await identity.record(tokens, { channel: body.channel, kinds, fields }, { operationId, at }));
  return { operationId, tokens: taken.tokens, edges: taken.edges };
}
