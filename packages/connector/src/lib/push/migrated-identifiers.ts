import { MAX_MIGRATED_KEYS } from "../operators/max-migrated-keys.ts";
import type { KnownIdentifier } from "./record/known-identifier.ts";
import { previousEpochHash } from "./state/identifier-rows.ts";
import type { Person } from "./state/people-rows.ts";
import type { PushDeps } from "./push-deps.ts";

/** The record's identifiers and names that the state has only in another key epoch. */
export function fromOtherEpoch(deps: PushDeps, person: string, known: readonly KnownIdentifier[]) {
  return known.filter(({ hash, kind }) => {
    const row = deps.state.identifiers.read(hash);
    // A record with a new name keeps its previous signer.
    return row
      ? row.epoch !== deps.operators.epoch
      : kind === "record" && previousRecordName(deps, person) !== undefined;
  });
}

/**
 * Prepares a person for the current key epoch. On the first contact after a rotation, everything must be sent again
 * under the new keys, because signatures of the old keys expire with them.
 */
export function forNewEpoch({ state, operators }: PushDeps, person: Person): Person {
  const linked = person.linked.filter((hash) => state.identifiers.read(hash)?.epoch === operators.epoch);
  if (linked.length > 0) return { ...person, linked };
  const { fields } = person;
  const owed = fields && { digest: "", kinds: [], owed: fields.owed ?? fields.kinds };
  return { ...person, linked, codeword: null, fields: owed, isDirty: true };
}

/**
 * During a rotation, queues links that the keys of both epochs sign, which migrates the profile.
 *
 * @param changed - The result of {@link fromOtherEpoch}, now evaluated with the new keys.
 * @param own - Hash of the name that signs the person's record.
 * @returns The person, with the migrated identifiers marked as linked.
 */
export function migrated(
  deps: PushDeps,
  person: Person,
  changed: readonly KnownIdentifier[],
  own: string | undefined,
): Person {
  const { state, previousEpoch } = deps;
  if (previousEpoch === undefined) return person;
  const previous = (hash: string) => previousEpochHash(hash, previousEpoch);
  const pairs = changed
    .filter(({ kind, hash }) => kind !== "record" && state.identifiers.read(previous(hash)))
    .map(({ hash }) => [hash, previous(hash)]);
  const before = changed.some(({ kind }) => kind === "record") ? previousRecordName(deps, person.hash) : undefined;
  const records = own !== undefined && before !== undefined ? [own, before] : [];
  const first = pairs.slice(0, MAX_MIGRATED_KEYS);
  const groups = [[...first.flat(), ...records]];
  for (let start = MAX_MIGRATED_KEYS; start < pairs.length; start += MAX_MIGRATED_KEYS) {
    groups.push(pairs.slice(start, start + MAX_MIGRATED_KEYS).flat());
  }
  for (const signers of groups.filter((group) => group.length > 0)) {
    const operation = state.nextOperation();
    const part = signers[1] ?? "";
    state.outbox.write({ person: person.hash, action: "link", part, operation, signers, receipt: person.receipt });
  }
  const together = first.flatMap(([hash = ""]) => [hash]);
  return person.linked.length > 0 ? person : { ...person, linked: together };
}

/** Hash of the name that signed the person's record in the previous epoch. */
function previousRecordName({ state, previousEpoch }: PushDeps, person: string): string | undefined {
  return state.identifiers.ofPerson(person).find(({ kind, epoch }) => kind === "record" && epoch === previousEpoch)
    ?.hash;
}
