import { MAX_ADD_CHECKPOINT_CHARS, parseAddCheckpoint, witnessCheckpoint } from "@sedge/transparency/audit";
import {
  checkpointText,
  cosign,
  type NoteSigner,
  parseCheckpoint,
  parseNote,
  type VerifierKey,
} from "@sedge/transparency/note";
import { verifySignature } from "../log/verify-signature.ts";
import type { WitnessState } from "./witness-state.ts";

/** A party that cosigns checkpoints of the logs it knows. */
export interface Witness {
  readonly name: string;
  readonly signer: NoteSigner;
  /** Keys of the logs that it knows; a log whose key is being rotated has two. */
  readonly logs: readonly VerifierKey[];
  readonly state: WitnessState;
  readonly nowSeconds: () => number;
}

const answer = (status: number, body = "") =>
  new Response(body, { status, headers: { "content-type": "text/plain; charset=utf-8" } });
const sizeAnswer = (size: number) =>
  new Response(`${size}\n`, { status: 409, headers: { "content-type": "text/x.tlog.size" } });

/** Answers `POST /add-checkpoint` (C2SP tlog-witness). Everything else is 404. */
export async function answerWitness(witness: Witness, request: Request): Promise<Response> {
  if (request.method !== "POST" || new URL(request.url).pathname !== "/add-checkpoint") return answer(404);
  const body = await request.text();
  const asked = body.length > MAX_ADD_CHECKPOINT_CHARS ? undefined : parseAddCheckpoint(body);
  const shown = asked && parseCheckpoint(parseNote(asked.note)?.text ?? "");
  if (!asked || !shown || asked.oldSize > shown.size) return answer(400);
  const keys = witness.logs.filter(({ name }) => name === shown.origin);
  if (keys.length === 0) return answer(404);
  const last = witness.state.last(shown.origin);
  for (const key of keys) {
    const decided = await witnessCheckpoint(key, last, asked.note, asked.proof, verifySignature);
    if (decided === "log-unsigned") continue;
    // The log is asked to prove from what was cosigned last, which it may have lost with an answer.
    if (asked.oldSize !== (last?.size ?? 0)) return sizeAnswer(last?.size ?? 0);
    if (typeof decided === "string") return shown.size === last?.size ? sizeAnswer(last.size) : answer(422);
    if (!witness.state.advance(shown.origin, last, decided)) {
      return sizeAnswer(witness.state.last(shown.origin)?.size ?? 0);
    }
    const line = await cosign(checkpointText(decided), witness.name, witness.nowSeconds(), witness.signer);
    return answer(200, `${line}\n`);
  }
  return answer(403);
}
