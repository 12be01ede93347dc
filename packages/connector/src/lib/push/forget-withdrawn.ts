import type { PushState } from "./state/push-state.ts";

/**
 * Forgets somebody of whom the edge says that they have withdrawn elsewhere. Within a transaction.
 *
 * @param day - Of the receipt that counts no more.
 */
export function forgetWithdrawn(state: PushState, person: string, day: string): void {
  for (const { hash } of state.identifiers.ofPerson(person)) state.withdrawn.write(hash, day);
  state.withdrawn.write(person, day);
  state.outbox.drop(person);
  state.people.drop(person);
  state.identifiers.drop(person);
  state.contributions.forget(person);
}
