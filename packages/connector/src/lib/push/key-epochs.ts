import type { IdentifierRow } from "./state/identifier-rows.ts";
import type { Surroundings } from "./surroundings.ts";

/** Whether the operators read tokens of the epoch: the present one, and the one before while keys rotate. */
export function isRead({ operators, previousEpoch }: Surroundings, epoch: number): boolean {
  return epoch === operators.epoch || epoch === previousEpoch;
}

/** An identifier's row, where its key can sign: a token of an epoch that is not read is refused. */
export function signingRow(around: Surroundings, hash: string): IdentifierRow | undefined {
  const row = around.state.identifiers.read(hash);
  return row && isRead(around, row.epoch) ? row : undefined;
}

/** Forgets the keys of an epoch that has been retired, where there are later ones. */
export function forgetRetired({ state, operators, previousEpoch }: Surroundings): void {
  const oldest = previousEpoch ?? operators.epoch;
  state.atomically(() => {
    if (state.noted("oldest-epoch") === String(oldest)) return;
    state.identifiers.dropLeftBefore(oldest);
    state.note("oldest-epoch", String(oldest));
  });
}
