import { CARRIED_AT_ONCE } from "../operators/carried-at-once.ts";
import type { KnownIdentifier } from "./record/known-identifier.ts";
import { leftHash } from "./state/identifier-rows.ts";
import type { Person } from "./state/people-rows.ts";
import type { Surroundings } from "./surroundings.ts";

/** Those of a record's identifiers and names that the state has of another key epoch than the present one. */
export function ofOtherEpoch(around: Surroundings, person: string, known: readonly KnownIdentifier[]) {
  return known.filter(({ hash, kind }) => {
    const row = around.state.identifiers.read(hash);
    // A record that has got another name follows the one that it had.
    return row ? row.epoch !== around.operators.epoch : kind === "record" && ownBefore(around, person) !== undefined;
  });
}

/**
 * A person of whom something is met in a new key epoch. At the first time all that was said of them is to be said again, by the new
 * keys: nothing that only the old ones have signed outlives these.
 */
export function inNewEpoch({ state, operators }: Surroundings, person: Person): Person {
  const linked = person.linked.filter((hash) => state.identifiers.read(hash)?.epoch === operators.epoch);
  if (linked.length > 0) return { ...person, linked };
  const { fields } = person;
  const owed = fields && { digest: "", kinds: [], owed: fields.owed ?? fields.kinds };
  return { ...person, linked, codeword: null, fields: owed, isDirty: true };
}

/**
 * While keys rotate, has keys of both epochs sign that they are one person's, so that the profile goes with them.
 *
 * @param changed - What {@link ofOtherEpoch} found, now with its new keys.
 * @param own - Hash of what signs for the person's record.
 * @returns The person, with those as linked whose new keys have signed together.
 */
export function carried(
  around: Surroundings,
  person: Person,
  changed: readonly KnownIdentifier[],
  own: string | undefined,
): Person {
  const { state, previousEpoch } = around;
  if (previousEpoch === undefined) return person;
  const left = (hash: string) => leftHash(hash, previousEpoch);
  const pairs = changed
    .filter(({ kind, hash }) => kind !== "record" && state.identifiers.read(left(hash)))
    .map(({ hash }) => [hash, left(hash)]);
  const before = changed.some(({ kind }) => kind === "record") ? ownBefore(around, person.hash) : undefined;
  const records = own !== undefined && before !== undefined ? [own, before] : [];
  const first = pairs.slice(0, CARRIED_AT_ONCE);
  const groups = [[...first.flat(), ...records]];
  for (let start = CARRIED_AT_ONCE; start < pairs.length; start += CARRIED_AT_ONCE) {
    groups.push(pairs.slice(start, start + CARRIED_AT_ONCE).flat());
  }
  for (const signers of groups.filter((group) => group.length > 0)) {
    const operation = state.nextOperation();
    const part = signers[1] ?? "";
    state.outbox.write({ person: person.hash, action: "link", part, operation, signers, receipt: person.receipt });
  }
  const together = first.flatMap(([hash = ""]) => [hash]);
  return person.linked.length > 0 ? person : { ...person, linked: together };
}

/** What signed for the person's record in the epoch that is being left. */
function ownBefore({ state, previousEpoch }: Surroundings, person: string): string | undefined {
  return state.identifiers.ofPerson(person).find(({ kind, epoch }) => kind === "record" && epoch === previousEpoch)
    ?.hash;
}
