import type { ConsentReceipt } from "@sedge/protocol";
import type { ErasureReport } from "../../public/my-data.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { signersOf } from "../storage/stored-keys.ts";
import type { Store } from "../storage/store.ts";
import { forgetPerson } from "./forget-person.ts";

/**
 * Has the edge erase the person's profile, and forgets the person here. One erasure for each token, as they may lie in
 * several profiles if their link never got through. The keys live on in the waiting erasures alone, until the edge has
 * confirmed.
 */
export async function enterErasures(store: Store, outbox: Outbox, receipt: ConsentReceipt): Promise<void> {
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

/** Where the erasures that were entered stand now, `erased` tokens having been confirmed. */
export async function erasureAtEdge(store: Store, erased: number): Promise<ErasureReport["edge"]> {
  if ((await waitingErasures(store)).length > 0) return "waiting";
  return erased > 0 ? "erased" : "nothing-stored";
}
