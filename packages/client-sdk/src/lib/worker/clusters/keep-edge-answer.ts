import type { Operation } from "../outbox/operation.ts";
import type { Outcome } from "../outbox/outcome.ts";
import type { Store } from "../storage/store.ts";
import { tokensOf } from "./cluster-assigner.ts";

/**
 * Remembers the cluster that came with a settled operation, if the operation was this person's: an assignment answers
 * for its codeword, a link refreshes the answer that the same tokens had before.
 */
export async function keepEdgeAnswer(store: Store, operation: Operation, { assignment }: Outcome): Promise<void> {
  if (!assignment) return;
  const tokens = tokensOf(await store.keys.list());
  if (!operation.keys.every(({ token }) => tokens.includes(token))) return;
  if (operation.action === "assign") {
    await store.facts.put("edgeAnswer", { codeword: operation.body.codeword, tokens, cluster: assignment });
    return;
  }
  const last = await store.facts.get("edgeAnswer");
  if (last?.tokens.join() === tokens.join()) await store.facts.put("edgeAnswer", { ...last, cluster: assignment });
}
