import type { Store } from "../storage/store.ts";
import type { SignedReceipt, LinkToken } from "@sedge/protocol";
import type { Outbox } from "../outbox/outbox.ts";
import { DEVICE, signersOf } from "../storage/stored-keys.ts";
import type { ErasureReport } from "../../public/my-data.ts";

/** Drops queued messages, but what carries out an erasure or unlinks. */
export async function dropReports(store: Store): Promise<void> {
  for (const { action, operationId } of await store.operations.list()) {
    if (action !== "erase" && action !== "unlink") await store.operations.delete(operationId);
  }
}

/**
 * Drops the person's keys and queued messages about them, so that nothing links them to the next person. An
 * erasure that waits is still carried out.
 */
export async function forgetPerson(store: Store): Promise<void> {
  for (const { kind } of await store.keys.list()) await store.keys.delete(kind);
  await dropReports(store);
  await store.values.delete("edgeAnswer");
  await store.values.delete("heldCluster");
  await store.values.delete("journey");
  await store.values.delete("fired");
}

/**
 * Takes the device's own key out of the profile that a landing link brought it into, and forgets it with everything sent under it.
 * Done before anybody signs in, and before another landing link: who opened a link need not be whom it was sent to, and linking two
 * people is worse than forgetting one (decisions/0023).
 */
export async function partFromLandingLink(store: Store, outbox: Outbox, receipt: () => SignedReceipt): Promise<void> {
  const keys = (await store.keys.list()).filter(({ kind }) => kind === DEVICE);
  if (keys.length === 0) return;
  await outbox.enter({ action: "unlink", keys: signersOf(keys), receipt: receipt() });
  await forgetPerson(store);
}

/** Forgets a device's key that the edge did not take. Another's, made since, stays. */
export async function forgetDeviceKey(store: Store, tokens: readonly LinkToken[]): Promise<void> {
  const kept = await store.keys.get(DEVICE);
  if (kept && tokens.includes(kept.token)) await store.keys.delete(DEVICE);
}

/**
 * Has the edge erase the person's profile, and forgets the person here. One erasure for each token, as they may lie in
 * several profiles if their link never got through. The keys live on in the waiting erasures alone, until the edge has
 * confirmed.
 */
export async function enterErasures(store: Store, outbox: Outbox, receipt: SignedReceipt): Promise<void> {
  for (const signer of signersOf(await store.keys.list())) {
    await outbox.enter({ action: "erase", keys: [signer], receipt });
  }
  await forgetPerson(store);
}

/** Ids of the erasures that the edge has not confirmed. */
export async function waitingErasures(store: Store): Promise<string[]> {
  const operations = await store.operations.list();
  return operations.filter(({ action }) => action === "erase").map(({ operationId }) => operationId);
}

/** What the edge has confirmed of the erasures that were entered. */
export interface ConfirmedErasure {
  readonly tokens: number;
  /** By when the site answers for the rest, where it was asked: seconds since 1970. */
  readonly requestedUntil?: number | undefined;
}

/** Where the erasures that were entered stand now. */
export async function erasureReport(
  store: Store,
  { tokens: erased, requestedUntil }: ConfirmedErasure,
): Promise<ErasureReport> {
  const device = "erased";
  if ((await waitingErasures(store)).length > 0) return { device, edge: "waiting" };
  if (requestedUntil !== undefined) return { device, edge: "requested", requestedUntil };
  return { device, edge: erased > 0 ? "erased" : "nothing-stored" };
}
