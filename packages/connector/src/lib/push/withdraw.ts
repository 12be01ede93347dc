import { type ConsentReceipt, MAX_SIGNATURES } from "@sedge/protocol";
import type { KnownIdentifier } from "./record/known-identifier.ts";
import { dayOf } from "./record/consent-decision.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Forgets a person whose consent is withdrawn, and has the edge forget what this channel said: their tokens leave whatever
 * profile they are in, with a receipt that has no purpose, and are then erased, codewords and all. Of somebody of whom no key is
 * kept, nothing leaves. The keys that sign go when that is delivered; what stays are the keyed hashes of the identifiers, so
 * that what was agreed to before is not used again.
 *
 * @param known - Of the record that withdraws.
 */
export function withdraw(
  { state, policyVersion, now }: Surroundings,
  person: string,
  known: readonly Pick<KnownIdentifier, "hash">[],
): void {
  const day = dayOf(now());
  const signers = state.identifiers.ofPerson(person).map(({ hash }) => hash);
  for (const hash of new Set([person, ...signers, ...known.map((one) => one.hash)])) {
    if (state.withdrawn.day(hash) === undefined) state.withdrawn.write(hash, day);
  }
  const isOnItsWay = state.outbox.one(person, "erase") !== undefined;
  if (signers.length === 0 || (isOnItsWay && !state.people.read(person))) return;
  state.outbox.drop(person);
  state.people.drop(person);
  // First they leave, so that nothing else of the profile is erased with them.
  for (const action of ["unlink", "erase"] as const) {
    const operation = state.nextOperation();
    const receipt: ConsentReceipt = { purposes: [], policyVersion, day };
    state.outbox.write({ person, action, operation, signers: signers.slice(0, MAX_SIGNATURES), receipt });
  }
}
