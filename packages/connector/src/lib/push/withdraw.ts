import { type ConsentReceipt, MAX_SIGNATURES } from "@sedge/protocol";
import { isRead } from "./key-epochs.ts";
import type { KnownIdentifier } from "./record/known-identifier.ts";
import { dayOf } from "./record/consent-decision.ts";
import type { PushDeps } from "./push-deps.ts";
import type { PushState } from "./state/push-state.ts";

/**
 * Deletes a person whose consent is withdrawn and queues the deletion at the edge: first their tokens leave their
 * profile, with a receipt without purposes, then the tokens are erased with their codewords. Sends nothing for a person
 * without stored keys. The signing keys are deleted after delivery. What remains are keyed hashes of the identifiers,
 * so that older consents are not used again, and payments for votes.
 *
 * @param known - The identifiers in the withdrawing record.
 */
export function withdraw(deps: PushDeps, person: string, known: readonly Pick<KnownIdentifier, "hash">[]): void {
  const { state, policyVersion, now } = deps;
  const day = dayOf(now());
  const rows = state.identifiers.ofPerson(person);
  for (const hash of new Set([person, ...rows.map((row) => row.hash), ...known.map((one) => one.hash)])) {
    if (state.withdrawn.day(hash) === undefined) state.withdrawn.write(hash, day);
  }
  state.contributions.forget(person);
  const isOnItsWay = state.outbox.one(person, "erase") !== undefined;
  if (rows.length === 0 || (isOnItsWay && !state.people.read(person))) return;
  state.outbox.drop(person);
  state.people.drop(person);
  const signers = rows.filter(({ epoch }) => isRead(deps, epoch)).map(({ hash }) => hash);
  // The edge has nothing about a person whose only tokens are of a retired epoch.
  if (signers.length === 0) return state.identifiers.drop(person);
  // The tokens leave the profile first, so that erasing them erases nothing else of it.
  for (const action of ["unlink", "erase"] as const) {
    for (let start = 0; start < signers.length; start += MAX_SIGNATURES) {
      const [part, operation] = [String(start), state.nextOperation()];
      const receipt: ConsentReceipt = { purposes: [], policyVersion, day };
      const some = signers.slice(start, start + MAX_SIGNATURES);
      state.outbox.write({ person, action, part, operation, signers: some, receipt });
    }
  }
}

/**
 * Deletes a person that the edge reports as withdrawn. Call within a transaction.
 *
 * @param day - Day of the receipt that is no longer valid.
 */
export function forgetWithdrawn(state: PushState, person: string, day: string): void {
  for (const { hash } of state.identifiers.ofPerson(person)) state.withdrawn.write(hash, day);
  state.withdrawn.write(person, day);
  state.outbox.drop(person);
  state.people.drop(person);
  state.identifiers.drop(person);
  state.contributions.forget(person);
}
