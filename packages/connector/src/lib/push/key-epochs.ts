import type { IdentifierRow } from "./state/identifier-rows.ts";
import type { PushDeps } from "./push-deps.ts";

/** Whether the operators accept tokens of an epoch: the current one, and during a rotation the previous one. */
export function isRead({ operators, previousEpoch }: PushDeps, epoch: number): boolean {
  return epoch === operators.epoch || epoch === previousEpoch;
}

/** An identifier's row if its key can sign. The edge rejects tokens of a retired epoch. */
export function signingRow(deps: PushDeps, hash: string): IdentifierRow | undefined {
  const row = deps.state.identifiers.read(hash);
  return row && isRead(deps, row.epoch) ? row : undefined;
}

/** Deletes the keys of a retired epoch where later ones exist. */
export function forgetRetired({ state, operators, previousEpoch }: PushDeps): void {
  const oldest = previousEpoch ?? operators.epoch;
  state.atomically(() => {
    if (state.noted("oldest-epoch") === String(oldest)) return;
    state.identifiers.dropBeforeEpoch(oldest);
    state.note("oldest-epoch", String(oldest));
  });
}
