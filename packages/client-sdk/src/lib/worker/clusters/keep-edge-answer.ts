import type { Assignment, LinkToken, TriggerName } from "@sedge/protocol";
import type { Operation } from "../outbox/operation.ts";
import type { OperationResult } from "../outbox/operation-result.ts";
import type { Store } from "../storage/store.ts";
import { tokensOf } from "./cluster-assigner.ts";

/**
 * Remembers the cluster that came with a settled operation, if the operation was this person's: an assignment answers
 * for its codeword, a link refreshes the answer that the same tokens had before.
 */
export async function keepEdgeAnswer(
  store: Store,
  operation: Operation,
  { assignment: answer }: OperationResult,
  startedAt: number,
): Promise<readonly TriggerName[]> {
  if (!answer) return [];
  const tokens = tokensOf(await store.keys.list());
  if (!operation.keys.every(({ token }) => tokens.includes(token))) return [];
  // What fired with an answer is reported once, and kept apart from the cluster, which is kept for longer.
  const { triggers = [], ...assignment } = answer;
  await keepCluster(store, operation, assignment, tokens);
  if (triggers.length > 0) {
    await store.values.update("fired", (before) => {
      const names = before?.startedAt === startedAt ? before.names : [];
      return { startedAt, names: [...new Set([...names, ...triggers])] };
    });
  }
  return triggers;
}

async function keepCluster(
  store: Store,
  operation: Operation,
  assignment: Omit<Assignment, "triggers">,
  tokens: LinkToken[],
): Promise<void> {
  if (operation.action === "assign") {
    await store.values.put("edgeAnswer", { codeword: operation.body.codeword, tokens, cluster: assignment });
    return;
  }
  const last = await store.values.get("edgeAnswer");
  if (last?.tokens.join() === tokens.join()) await store.values.put("edgeAnswer", { ...last, cluster: assignment });
}
