import type { PushState } from "./state/push-state.ts";

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
