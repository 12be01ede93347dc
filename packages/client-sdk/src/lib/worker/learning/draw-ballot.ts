import type { RecordIn } from "@sedge/contribution/record";
import { unlinkableReceipt } from "@sedge/contribution/steps";
import type { RandomSource } from "@sedge/privacy/prf";
import { BallotResponse, type SignedReceipt } from "@sedge/protocol";
import type { Prove } from "../identity/proof-source.ts";
import { BAD_PROOF } from "../outbox/outbox.ts";
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
  readonly prove: Prove;
}

/** Times that one drawing is signed again at once, for a wrong clock or a nonce seen before. */
const MAX_AT_ONCE = 3;

/**
 * Asks both operators for the ballot: in the profile's name where this device has a key of it, as each profile has one
 * ballot, else as a visitor like any other. Asked again it is the same ballot. What other channels have observed comes along only with a
 * proof that the visitor is signed in.
 *
 * @param wantsOthers - Whether the round counts what other channels have observed.
 * @throws SedgeError `code-unavailable` while the signing code can't be loaded; what `send` throws.
 */
export async function drawBallot(
  deps: DrawDeps,
  record: RecordIn<"drawing">,
  keys: readonly SigningKeys[],
  receipt: SignedReceipt,
  wantsOthers = false,
): Promise<EdgeAnswered<BallotResponse>> {
  const { send, clock } = deps;
  const body = { round: record.round, blinded: record.asked.blinded };
  if (keys.length > 0) return drawSigned(deps, record, keys, receipt, body, wantsOthers);
  const unsigned = { ...body, receipt: unlinkableReceipt(clock.nowMs()) };
  return readAnswer(BallotResponse, await send({ route: "visitorBallot", body: unsigned }));
}

async function drawSigned(
  { site, send, clock, random, prove }: DrawDeps,
  { operationId }: RecordIn<"drawing">,
  keys: readonly SigningKeys[],
  receipt: SignedReceipt,
  body: { readonly round: string; readonly blinded: string },
  wantsOthers: boolean,
): Promise<EdgeAnswered<BallotResponse>> {
  let mayProve = wantsOthers;
  for (let signed = 1; ; signed++) {
    const proof = mayProve ? await prove("read") : undefined;
    const content = { action: "ballot", operationId, receipt, body, proof } as const;
    const envelope = await signedEnvelope(site, content, keys, await clock.edgeSeconds(), random);
    const answer = readAnswer(BallotResponse, await send({ route: "ballot", body: envelope }));
    const isStale = !answer.ok && answer.code === "stale-request" && answer.edgeNow !== undefined;
    // A ballot is drawn without a proof too.
    const isUnproven = !answer.ok && answer.code === BAD_PROOF;
    if (isUnproven) mayProve = false;
    const needsNewSignature = isStale || isUnproven || (!answer.ok && answer.code === "replayed-request");
    if (answer.ok || !needsNewSignature || signed >= MAX_AT_ONCE) return answer;
    if (answer.edgeNow !== undefined) await clock.correct(answer.edgeNow);
  }
}
