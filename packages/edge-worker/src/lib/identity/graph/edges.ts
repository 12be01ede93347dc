import type { EdgeKind, LinkToken, OperationId, WaterfallStep } from "@sedge/protocol";
import { strongest } from "./entities.ts";
import { type Evidence, sortedPair } from "./evidence.ts";

/** All effective evidence between two tokens. `a` sorts before `b`. */
export interface Edge {
  readonly a: LinkToken;
  readonly b: LinkToken;
  readonly kind: EdgeKind;
  /** log2 of the odds that the two are one person's: the signed weight, or the likeness. */
  readonly weight: number;
  readonly waterfall: readonly WaterfallStep[];
  /** The operations that it rests on, in order. The edge is gone when each of them is. */
  readonly operations: readonly OperationId[];
}

/** The pair as one text, whichever of the two comes first. */
export function pairName(one: LinkToken, other: LinkToken): string {
  const { a, b } = sortedPair(one, other);
  return `${a} ${b}`;
}

/** One edge for every pair with positive evidence. */
export function edgesOf(evidence: readonly Evidence[], isHousehold: (evidence: Evidence) => boolean): Edge[] {
  const operationsOf = new Map<string, Set<OperationId>>();
  for (const { a, b, operationId } of evidence) {
    const pair = `${a} ${b}`;
    operationsOf.set(pair, (operationsOf.get(pair) ?? new Set()).add(operationId));
  }
  return strongest(evidence).flatMap((best): Edge[] => {
    if (best.weight <= 0) return [];
    const { a, b, weight, waterfall } = best;
    const operations = operationsOf.get(`${a} ${b}`) ?? new Set();
    return [
      { a, b, kind: isHousehold(best) ? "household" : best.kind, weight, waterfall, operations: [...operations] },
    ];
  });
}
