import { codewordAt } from "@sedge/features";
import { pointIn, tallyCoordinates } from "@sedge/features/profile";
import type { Codeword } from "@sedge/protocol";
import { isRead } from "./key-epochs.ts";
import { IDENTIFIER_USES } from "./record/known-identifier.ts";
import type { Person } from "./state/people-rows.ts";
import type { Surroundings } from "./surroundings.ts";

/** People of one transaction. */
const AT_ONCE = 500;
/** Signs a codeword, the first that there is: a phone is a household's, so it comes last. */
const HOME_ORDER: readonly string[] = [...IDENTIFIER_USES.filter((use) => use !== "phone"), "phone"];

/**
 * Decides what is to be said of those whose tally has changed: the codeword, cut back to k people, where it is another than
 * the one that was last said. A channel that the codebook's space does not know says nothing but that somebody is there.
 */
export function settle(around: Surroundings, progress: (people: number) => void = () => undefined): void {
  const { state, codebook } = around;
  const spoken = `${codebook.generation}:${codebook.featureSchema}`;
  state.atomically(() => {
    if (state.noted("codebook") === spoken) return;
    // Another codebook may say something else of everybody.
    state.people.soilAll();
    state.note("codebook", spoken);
  });
  for (let after = ""; ;) {
    const some = state.people.dirty(after, AT_ONCE);
    const last = some.at(-1);
    if (!last) return;
    after = last.hash;
    state.atomically(() => {
      for (const person of some) settleOne(around, person);
    });
    progress(some.length);
  }
}

function settleOne(around: Surroundings, person: Person): void {
  const { state, channel } = around;
  const home = homeOf(around, person);
  const codeword = home === undefined ? undefined : codewordOf(around, person);
  const told = codeword ? `${codeword.generation}:${codeword.path}` : null;
  if (codeword && home !== undefined && told !== person.codeword) {
    state.outbox.write({
      person: person.hash,
      action: "assign",
      operation: state.nextOperation(),
      body: { channel, codeword },
      signers: [home],
      receipt: person.receipt,
    });
  }
  const isNew = person.codeword === null && !person.fields?.digest && person.linked.length < 2;
  const alone = !codeword && isNew ? home : undefined;
  if (alone !== undefined) {
    // Nothing else registers them.
    const operation = state.nextOperation();
    state.outbox.write({ person: person.hash, action: "link", operation, signers: [alone], receipt: person.receipt });
  }
  state.people.write({ ...person, codeword: told ?? (alone === undefined ? person.codeword : LINKED), isDirty: false });
}

/** Stands where a codeword would: the person is registered, and has none. */
const LINKED = "";

/** The person's codeword; undefined where the codebook's space does not know the channel. */
function codewordOf({ channel, codebook, minPeople }: Surroundings, { tally }: Person): Codeword | undefined {
  if (!tally || channel === "web" || channel === "app") return undefined;
  const point = pointIn(codebook, channel, tallyCoordinates(channel, tally));
  return point && codewordAt(codebook, point, minPeople);
}

/** Hash of the identifier that speaks for the person: by a key of the present epoch, or of the one before where there is none. */
export function homeOf(around: Surroundings, { hash }: Person): string | undefined {
  const rows = around.state.identifiers.ofPerson(hash).filter(({ epoch }) => isRead(around, epoch));
  const rank = (row: (typeof rows)[number]) => HOME_ORDER.indexOf(row.kind) - (row.hash === hash ? 0.5 : 0);
  const sorted = rows.toSorted((a, b) => b.epoch - a.epoch || rank(a) - rank(b));
  return sorted[0]?.hash;
}
