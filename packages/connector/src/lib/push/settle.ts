import { codewordAt } from "@sedge/features";
import { pointIn, tallyCoordinates } from "@sedge/features/profile";
import type { Codeword } from "@sedge/protocol";
import { isRead } from "./key-epochs.ts";
import { IDENTIFIER_USES } from "./record/known-identifier.ts";
import type { Person } from "./state/people-rows.ts";
import type { PushDeps } from "./push-deps.ts";

/** People in one transaction. */
const BATCH_SIZE = 500;
/** Preference order of the identifier that signs a codeword. A household shares a phone, so phones come last. */
const HOME_ORDER: readonly string[] = [...IDENTIFIER_USES.filter((use) => use !== "phone"), "phone"];

/**
 * Queues a codeword for each person whose tally has changed, truncated to a cell of at least k people, if it differs
 * from the last one sent. If the codebook's space does not include the channel, registers the person without a
 * codeword.
 */
export function settle(deps: PushDeps, progress: (people: number) => void = () => undefined): void {
  const { state, codebook } = deps;
  const current = `${codebook.generation}:${codebook.featureSchema}`;
  state.atomically(() => {
    if (state.noted("codebook") === current) return;
    // A new codebook may give everyone another codeword.
    state.people.markAllDirty();
    state.note("codebook", current);
  });
  for (let after = ""; ;) {
    const some = state.people.dirty(after, BATCH_SIZE);
    const last = some.at(-1);
    if (!last) return;
    after = last.hash;
    state.atomically(() => {
      for (const person of some) settleOne(deps, person);
    });
    progress(some.length);
  }
}

function settleOne(deps: PushDeps, person: Person): void {
  const { state, channel } = deps;
  const home = signerOf(deps, person);
  const codeword = home === undefined ? undefined : codewordOf(deps, person);
  const described = codeword ? `${codeword.generation}:${codeword.path}` : null;
  if (codeword && home !== undefined && described !== person.codeword) {
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
    // Nothing else registers the person.
    const operation = state.nextOperation();
    state.outbox.write({ person: person.hash, action: "link", operation, signers: [alone], receipt: person.receipt });
  }
  state.people.write({
    ...person,
    codeword: described ?? (alone === undefined ? person.codeword : LINKED),
    isDirty: false,
  });
}

/** Stored in place of a codeword for a registered person without one. */
const LINKED = "";

/** The person's codeword; undefined if the codebook's space does not include the channel. */
function codewordOf({ channel, codebook, minPeople }: PushDeps, { tally }: Person): Codeword | undefined {
  if (!tally || channel === "web" || channel === "app") return undefined;
  const point = pointIn(codebook, channel, tallyCoordinates(channel, tally));
  return point && codewordAt(codebook, point, minPeople);
}

/** Hash of the identifier that signs for a person: with a key of the current epoch, or else of the previous one. */
export function signerOf(deps: PushDeps, { hash }: Person): string | undefined {
  const rows = deps.state.identifiers.ofPerson(hash).filter(({ epoch }) => isRead(deps, epoch));
  const rank = (row: (typeof rows)[number]) => HOME_ORDER.indexOf(row.kind) - (row.hash === hash ? 0.5 : 0);
  const sorted = rows.toSorted((a, b) => b.epoch - a.epoch || rank(a) - rank(b));
  return sorted[0]?.hash;
}
