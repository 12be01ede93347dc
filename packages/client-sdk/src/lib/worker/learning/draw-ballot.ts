import type { RecordIn } from "@sedge/contribution/record";
import { unlinkableReceipt } from "@sedge/contribution/steps";
import type { RandomSource } from "@sedge/privacy/prf";
import { BallotResponse, type ConsentReceipt } from "@sedge/protocol";
import { signedEnvelope } from "../outbox/signed-envelope.ts";
import type { SigningKeys } from "../storage/stored-keys.ts";
import { type EdgeAnswered, readAnswer, type Send } from "../wire/wire.ts";
import type { EdgeClock } from "../wire/edge-clock.ts";

/** What drawing depends on. */
export interface DrawDeps {
  readonly site: string;
  readonly send: Send;
  readonly clock: EdgeClock;
  readonly random: RandomSource;
}

/** Times that one drawing is signed again at once, for a wrong clock or a nonce seen before. */
const MAX_AT_ONCE = 3;

/**
 * Asks both operators for the ballot: in the profile's name where this device has a key of it, as each profile has one
 * ballot, else as a visitor like any other. Asked again it is the same ballot.
 *
 * @throws SedgeError `code-unavailable` while the signing code can't be loaded; what `send` throws.
 */
export async function drawBallot(
  deps: DrawDeps,
  record: RecordIn<"drawing">,
  keys: readonly SigningKeys[],
  receipt: ConsentReceipt,
): Promise<EdgeAnswered<BallotResponse>> {
  const { send, clock } = deps;
  const body = { round: record.round, blinded: record.asked.blinded };
  if (keys.length > 0) return drawSigned(deps, record, keys, receipt, body);
  const unsigned = { ...body, receipt: unlinkableReceipt(receipt, clock.nowMs()) };
  return readAnswer(BallotResponse, await send({ route: "visitorBallot", body: unsigned }));
}

async function drawSigned(
  { site, send, clock, random }: DrawDeps,
  { operationId }: RecordIn<"drawing">,
  keys: readonly SigningKeys[],
  receipt: ConsentReceipt,
  body: { readonly round: string; readonly blinded: string },
): Promise<EdgeAnswered<BallotResponse>> {
  const content = { action: "ballot", operationId, receipt, body } as const;
  for (let signed = 1; ; signed++) {
    const envelope = await signedEnvelope(site, content, keys, await clock.edgeSeconds(), random);
    const answer = readAnswer(BallotResponse, await send({ route: "ballot", body: envelope }));
    const isStale = !answer.ok && answer.code === "stale-request" && answer.edgeNow !== undefined;
    const needsNewSignature = isStale || (!answer.ok && answer.code === "replayed-request");
    if (answer.ok || !needsNewSignature || signed >= MAX_AT_ONCE) return answer;
    if (answer.edgeNow !== undefined) await clock.correct(answer.edgeNow);
  }
}
