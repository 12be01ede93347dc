import type { Store } from "../storage/store.ts";

/**
 * Drops the person's keys and what waits to be said of them, so that nothing links them to whoever comes next. An
 * erasure that waits is still carried out.
 */
export async function forgetPerson(store: Store): Promise<void> {
  for (const { kind } of await store.keys.list()) await store.keys.delete(kind);
  for (const { action, operationId } of await store.operations.list()) {
    if (action !== "erase" && action !== "unlink") await store.operations.delete(operationId);
  }
  await store.facts.delete("edgeAnswer");
  await store.facts.delete("heldCluster");
  await store.facts.delete("journey");
  await store.facts.delete("fired");
}
