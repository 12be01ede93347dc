import type { Component } from "../graph/component.ts";
import { type Operation } from "./operation.ts";
import { boundedOperations } from "./operation-history.ts";

/**
 * The operations without those that have no effect and were signed before `since`, in seconds since 1970; and without old undos of what
 * is gone. What was separated stays so.
 */
export function recentOperations(
  operations: readonly Operation[],
  component: Pick<Component, "effective" | "cannotLink" | "redundant">,
  since: number,
): readonly Operation[] {
  const isOver = ({ key, at, action }: Operation) => action !== "undo" && at < since && !component.effective.has(key);
  const over = operations.filter(isOver).length;
  const kept = over === 0 ? operations : boundedOperations(operations, component, operations.length - over);
  const names = new Set(kept.map(({ operationId }) => operationId));
  return kept.filter(
    (operation) => operation.action !== "undo" || operation.at >= since || names.has(operation.target),
  );
}
