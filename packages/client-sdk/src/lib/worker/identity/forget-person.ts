import type { Store } from "../storage/store.ts";

/**
 * Drops the person's keys and what waits to be sent about them, so that nothing links them to the next person. An
 * erasure that waits is still carried out.
 */
export async function forgetPerson(store: Store): Promise<void> {
  for (const { kind } of await store.keys.list()) await store.keys.delete(kind);
  for (const { action, operationId } of await store.operations.list()) {
    if (action !== "erase" && action !== "unlink") await store.operations.delete(operationId);
  }
  await store.values.delete("edgeAnswer");
  await store.values.delete("heldCluster");
  await store.values.delete("journey");
  await store.values.delete("fired");
}
