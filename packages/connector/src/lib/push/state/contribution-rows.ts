import type { DatabaseSync, StatementSync } from "node:sqlite";
import { Learning } from "@sedge/contribution/record";
import { bareAccount, NEVER_LEARNT } from "@sedge/contribution/steps";
import * as v from "valibot";
import { CommandError } from "../../command-error.ts";
import type { StateKey } from "./state-key.ts";

const Sealed = v.object({ sealed: v.instance(Uint8Array) });
const Person = v.object({ person: v.string() });
const Due = v.object({
  drawings: v.number(),
  waiting: v.number(),
  first: v.nullable(v.number()),
  last: v.nullable(v.number()),
});
const LearningText = v.pipe(v.string(), v.parseJson(), Learning);

/**
 * Contributions still to be sent, `drawings` of them ballots. Times in milliseconds since 1970; null if none is
 * waiting.
 */
export type DueContributions = v.InferOutput<typeof Due>;

/**
 * Each person's privacy account and their step in the current round: the record that a device keeps, sealed for the
 * person.
 */
export class ContributionRows {
  readonly #key: StateKey;
  readonly #read: StatementSync;
  readonly #write: StatementSync;
  readonly #drop: StatementSync;
  readonly #underWay: StatementSync;
  readonly #votes: StatementSync;
  readonly #due: StatementSync;

  constructor(database: DatabaseSync, key: StateKey) {
    this.#key = key;
    this.#read = database.prepare("SELECT sealed FROM contributions WHERE person = ?");
    this.#write = database.prepare("INSERT OR REPLACE INTO contributions VALUES (?, ?, ?, ?)");
    this.#drop = database.prepare("DELETE FROM contributions WHERE person = ?");
    this.#underWay = database.prepare("SELECT person FROM contributions WHERE due IS NOT NULL");
    this.#votes = database.prepare("SELECT person FROM contributions WHERE due <= ? AND step <> 'drawing'");
    this.#due = database.prepare(
      `SELECT count(*) AS waiting, min(due) AS first, max(due) AS last, coalesce(sum(step = 'drawing'), 0) AS drawings
       FROM contributions WHERE due IS NOT NULL`,
    );
  }

  /** @throws CommandError `bad-state` for an unreadable account, which must not be treated as empty. */
  read(person: string): Learning {
    const row = this.#read.get(person);
    if (!row) return NEVER_LEARNT;
    const bytes = this.#key.open(nameOf(person), v.parse(Sealed, row).sealed);
    const learning = v.safeParse(LearningText, bytes && new TextDecoder().decode(bytes));
    if (learning.success) return learning.output;
    throw new CommandError("bad-state", "a privacy account of the state cannot be read.");
  }

  /** Applies a step and stores the result. Call within a transaction. */
  apply(person: string, step: (learning: Learning | undefined) => Learning): Learning {
    const before = this.read(person);
    const learning = step(before);
    if (learning !== before) this.#put(person, learning);
    return learning;
  }

  /**
   * Drops a person's contribution in progress. Payments stay on the account, so that leaving and returning does not
   * reset the budget.
   */
  forget(person: string): void {
    const learning = bareAccount(this.read(person));
    if (learning.budget.spendings.length === 0) this.#drop.run(person);
    else this.#put(person, learning);
  }

  /** Everyone with a contribution in progress. */
  underWay(): string[] {
    return this.#underWay.all().map((row) => v.parse(Person, row).person);
  }

  /** Everyone whose vote can be created or sent now. `now`: milliseconds since 1970. */
  votesDue(now: number): string[] {
    return this.#votes.all(now).map((row) => v.parse(Person, row).person);
  }

  due(): DueContributions {
    return v.parse(Due, this.#due.get());
  }

  #put(person: string, learning: Learning): void {
    const { contribution } = learning;
    const due = contribution && contribution.step !== "settled" ? Math.floor(contribution.notBefore) : null;
    const sealed = this.#key.seal(nameOf(person), new TextEncoder().encode(JSON.stringify(learning)));
    this.#write.run(person, contribution?.step ?? "settled", due, sealed);
  }
}

/** The name that the sealed bytes are bound to. */
function nameOf(person: string): string {
  return `contribution:${person}`;
}
