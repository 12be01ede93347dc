import { OperationId, ProfileExport } from "@sedge/protocol";
import * as v from "valibot";
import { SedgeError } from "../../sedge-error.ts";
import type { MyData } from "../../public/my-data.ts";
import { randomId } from "../outbox/operation.ts";
import { BAD_PROOF } from "../outbox/outbox.ts";
import { signedEnvelope } from "../outbox/signed-envelope.ts";
import type { Parts } from "../parts.ts";
import type { StoredKeys } from "../storage/stored-keys.ts";
import { readAnswer } from "../wire/wire.ts";

/**
 * Everything that the edge stores about the person at this device. Its tokens usually share one profile; where one was taken out
 * through another channel, or a proof speaks for some of them alone, each is asked for and the answers are put together.
 */
export async function profileAtEdge(parts: Parts): Promise<MyData["edge"]> {
  const found: ProfileExport[] = [];
  const unproven: string[] = [];
  for (const keys of await parts.store.keys.list()) {
    if (found.some(({ tokens }) => tokens.includes(keys.token))) continue;
    const answer = await exported(parts, keys);
    if (answer === "unavailable") return answer;
    if (answer === "proof-required") unproven.push(keys.token);
    else if (answer) found.push(answer);
  }
  if (found.length > 0) return { ...found.reduce(together), ...(unproven.length > 0 && { unproven }) };
  return unproven.length > 0 ? "proof-required" : null;
}

async function exported(
  parts: Parts,
  keys: StoredKeys,
  proof?: string,
  isSecond = false,
): Promise<ProfileExport | null | "unavailable" | "proof-required"> {
  const { options, platform, send, clock, consent, prove, report } = parts;
  const operationId = v.parse(OperationId, randomId(platform.random));
  const content = { action: "export", operationId, receipt: consent.receipt(), proof } as const;
  try {
    const body = await signedEnvelope(options.site, content, [keys], await clock.edgeSeconds(), platform.random);
    const answer = readAnswer(ProfileExport, await send({ route: "export", body }));
    if (answer.ok) return answer.value;
    if (answer.code === "unknown-profile") return null;
    if (answer.code === BAD_PROOF) report(answer.code, "The edge refused the proof of control for the export.");
    // A guest device's own part, and a profile that is gone, need none.
    const isUnproven = answer.code === "proof-required" && proof === undefined;
    const fresh = isUnproven ? await prove("read") : undefined;
    if (fresh !== undefined) return await exported(parts, keys, fresh, isSecond);
    if (answer.code === BAD_PROOF || answer.code === "proof-required") return "proof-required";
    if (answer.edgeNow === undefined || isSecond) return "unavailable";
    await clock.correct(answer.edgeNow);
    return await exported(parts, keys, undefined, true);
  } catch (error) {
    if (error instanceof SedgeError) return "unavailable";
    throw error;
  }
}

function together(one: ProfileExport, other: ProfileExport): ProfileExport {
  return {
    tokens: [...one.tokens, ...other.tokens],
    edges: [...one.edges, ...other.edges],
    history: [...one.history, ...other.history],
    records: [...one.records, ...other.records],
    observations: [...one.observations, ...other.observations],
    knownBy: [...one.knownBy, ...other.knownBy],
    landingLinks: [...one.landingLinks, ...other.landingLinks],
    receipts: [...one.receipts, ...other.receipts],
    rounds: [...one.rounds, ...other.rounds],
    journey: {
      seen: [...one.journey.seen, ...other.journey.seen],
      transitions: [...one.journey.transitions, ...other.journey.transitions],
      fired: [...one.journey.fired, ...other.journey.fired],
      webhooks: [...one.journey.webhooks, ...other.journey.webhooks],
    },
    assignment: one.assignment ?? other.assignment,
  };
}
