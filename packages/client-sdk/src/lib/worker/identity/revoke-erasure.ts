import { LinkResult, OperationId } from "@sedge/protocol";
import * as v from "valibot";
import type { ErasureRevocation } from "../../public/my-data.ts";
import { SedgeError } from "../../sedge-error.ts";
import { randomId } from "../outbox/operation.ts";
import { signedEnvelope } from "../outbox/signed-envelope.ts";
import type { Parts } from "../parts.ts";
import type { StoredKeys } from "../storage/stored-keys.ts";
import type { Store } from "../storage/store.ts";
import { readAnswer } from "../wire/wire.ts";
import { waitingErasures } from "./forget-person.ts";

/** The parts that it needs. */
type Revoking = Pick<Parts, "platform" | "send" | "clock" | "outbox" | "consent"> & {
  readonly options: Pick<Parts["options"], "site">;
  readonly store: Store;
};

/** How the edge refuses to undo an operation that is no open request of the signing tokens. */
const NOT_OPEN: readonly string[] = ["proof-required", "unknown-profile"];

/**
 * Takes back the erasures that this device has filed, under the identifiers that it knows now. An erasure that waits to be sent goes first, so
 * that it is not filed afterwards. What was not found stays remembered until the site has to answer: another identifier may have filed it.
 *
 * @throws SedgeError `consent-required` without `link`; `no-identifier` where something is filed and the visitor was not identified again.
 */
export async function revokeErasure(parts: Revoking): Promise<ErasureRevocation> {
  const { store, outbox, consent } = parts;
  if (!consent.mayLink()) throw new SedgeError("consent-required", "Ask the visitor for the purpose link first.");
  await outbox.flush(true).catch(() => undefined);
  const filed = (await store.values.get("filedErasures")) ?? [];
  const isWaiting = (await waitingErasures(store)).length > 0;
  if (isWaiting) return { state: "unavailable", revoked: 0, left: filed.length };
  if (filed.length === 0) return { state: "not-found", revoked: 0, left: 0 };
  const keys = await store.keys.list();
  if (keys.length === 0) {
    throw new SedgeError("no-identifier", "The erasure has deleted the identifiers here: call `identify` first.");
  }
  const left: OperationId[] = [];
  let isReached = true;
  for (const operationId of filed) {
    const result: ErasureRevocation["state"] = isReached ? await undone(parts, keys, operationId) : "unavailable";
    isReached &&= result !== "unavailable";
    if (result !== "revoked") left.push(operationId);
  }
  const revoked = filed.length - left.length;
  if (left.length > 0) await store.values.put("filedErasures", left);
  else {
    await store.values.delete("filedErasures");
    await store.values.delete("erasureRequestedUntil");
  }
  const found = revoked > 0 ? "revoked" : "not-found";
  return { state: isReached ? found : "unavailable", revoked, left: left.length };
}

async function undone(
  parts: Revoking,
  keys: readonly StoredKeys[],
  operationId: OperationId,
  isSecond = false,
): Promise<ErasureRevocation["state"]> {
  const { options, platform, send, clock, consent } = parts;
  const own = v.parse(OperationId, randomId(platform.random));
  const content = { action: "undo", operationId: own, receipt: consent.receipt(), body: { operationId } } as const;
  try {
    const body = await signedEnvelope(options.site, content, keys, await clock.edgeSeconds(), platform.random);
    const answer = readAnswer(LinkResult, await send({ route: "undo", body }));
    if (answer.ok) return "revoked";
    if (NOT_OPEN.includes(answer.code)) return "not-found";
    if (answer.edgeNow === undefined || isSecond) return "unavailable";
    await clock.correct(answer.edgeNow);
    return await undone(parts, keys, operationId, true);
  } catch (error) {
    if (error instanceof SedgeError) return "unavailable";
    throw error;
  }
}
