import { type ConsentReceipt, MAX_SIGNATURES } from "@sedge/protocol";
import { isRead } from "./key-epochs.ts";
import type { KnownIdentifier } from "./record/known-identifier.ts";
import { dayOf } from "./record/consent-decision.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Forgets a person whose consent is withdrawn, and has the edge forget what this channel said: their tokens leave whatever
 * profile they are in, with a receipt that has no purpose, and are then erased, codewords and all. Of somebody of whom no key is
 * kept, nothing leaves. The keys that sign go when that is delivered; what stays are the keyed hashes of the identifiers, so
 * that what was agreed to before is not used again, and what was paid for votes.
 *
 * @param known - Of the record that withdraws.
 */
export function withdraw(around: Surroundings, person: string, known: readonly Pick<KnownIdentifier, "hash">[]): void {
  const { state, policyVersion, now } = around;
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
  const signers = rows.filter(({ epoch }) => isRead(around, epoch)).map(({ hash }) => hash);
  // Of whom only tokens of a retired epoch were made the edge holds nothing.
  if (signers.length === 0) return state.identifiers.drop(person);
  // First they leave, so that nothing else of the profile is erased with them.
  for (const action of ["unlink", "erase"] as const) {
    for (let start = 0; start < signers.length; start += MAX_SIGNATURES) {
      const [part, operation] = [String(start), state.nextOperation()];
      const receipt: ConsentReceipt = { purposes: [], policyVersion, day };
      const some = signers.slice(start, start + MAX_SIGNATURES);
      state.outbox.write({ person, action, part, operation, signers: some, receipt });
    }
  }
}
