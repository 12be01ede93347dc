import { migrateSchema, type SchemaStep, AlarmScheduler } from "@sedge/operator";
import {
  DEFAULT_MODEL,
  estimateModel,
  type LikenessLevels,
  type LinkageModel,
  LinkageModelSchema,
} from "@sedge/linkage/scoring";
import { DurableObject } from "cloudflare:workers";
import * as v from "valibot";

/** Compared pairs that are kept to learn from, of each kind: a sample drawn from all that there ever were. */
const SAMPLE = 2_000;
/** Records before the first estimate: fewer have too few matches among them to learn from. */
const FIRST_RECORDS = 500;
/** How many times more records there must be than at the last estimate. */
const GROWTH = 1.5;
const ESTIMATE_MS = 5_000;

/** Append to these; never change one. */
const STEPS: readonly SchemaStep[] = [
  `
-- How alike pairs were (level numbers by comparison), drawn by reservoir sampling; blocked: they share a block.
CREATE TABLE IF NOT EXISTS pairs (
  blocked INTEGER NOT NULL,
  place INTEGER NOT NULL,
  levels TEXT NOT NULL,
  PRIMARY KEY (blocked, place)
) STRICT, WITHOUT ROWID;

-- records: seen in all; blocked, random: pairs seen in all; estimated: records at the last estimate.
CREATE TABLE IF NOT EXISTS totals (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS model (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  body TEXT NOT NULL
) STRICT;
`,
  // The model now knows households: it is estimated again with the next record, from a sample that stays as it is.
  "UPDATE totals SET value = 0 WHERE name = 'estimated'",
];

/** What one more record has shown. */
export const Lesson = v.strictObject({
  /** Levels of the record with each of its candidates, or some of them. */
  blocked: v.array(v.array(v.number())),
  /** How many candidates there were. */
  candidates: v.number(),
  /** Levels of the record with others taken at random. */
  random: v.array(v.array(v.number())),
});
export type Lesson = v.InferOutput<typeof Lesson>;

const TotalRow = v.strictObject({ value: v.number() });
const LevelsRow = v.strictObject({ levels: v.pipe(v.string(), v.parseJson(), v.array(v.number())) });
const ModelRow = v.strictObject({ body: v.pipe(v.string(), v.parseJson(), LinkageModelSchema) });

/**
 * A site's model of likeness (`idFromName(site)`): the default one until there are records enough, then what expectation
 * and maximisation over a bounded sample of compared pairs give, again whenever the records have grown by half.
 *
 * - Methods: `model`, `learn`. The alarm estimates.
 * - Storage: as above. It holds level numbers and sums, no token of anybody.
 */
export class ModelKeeper extends DurableObject<unknown> {
  readonly #storage: DurableObjectStorage;
  readonly #alarms: AlarmScheduler;

  constructor(context: DurableObjectState, env: unknown) {
    super(context, env);
    this.#storage = context.storage;
    migrateSchema(this.#storage, "model-keeper", STEPS);
    this.#alarms = new AlarmScheduler(this.#storage);
  }

  async model(): Promise<LinkageModel> {
    const [row] = this.#storage.sql.exec("SELECT body FROM model").toArray();
    return row ? v.parse(ModelRow, row).body : DEFAULT_MODEL;
  }

  /** Takes a record's comparisons into the sample. A repeat counts twice, which a sample tolerates. */
  async learn(lesson: Lesson): Promise<void> {
    const { blocked, random, candidates } = v.parse(Lesson, lesson);
    this.#storage.transactionSync(() => {
      this.#add("records", 1);
      this.#add("candidates", candidates);
      for (const levels of blocked) this.#sample("blocked", levels);
      for (const levels of random) this.#sample("random", levels);
    });
    if (this.#isDue()) await this.#alarms.scheduleWithin(ESTIMATE_MS);
  }

  override async alarm(): Promise<void> {
    if (!this.#isDue()) return;
    const records = this.#total("records");
    const before = await this.model();
    // Each pair was a candidate once, when the later of the two came.
    // Always from the default: from the last estimate, what one poisoned sample did would be the start of the next.
    const model = estimateModel(
      { blocked: this.#levels(1), random: this.#levels(0), records, blockedPairs: this.#total("candidates") },
      { ...DEFAULT_MODEL, linkWeight: before.linkWeight },
    );
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec("INSERT OR REPLACE INTO model VALUES (1, ?)", JSON.stringify(model));
      this.#storage.sql.exec("INSERT OR REPLACE INTO totals VALUES ('estimated', ?)", records);
    });
  }

  #isDue(): boolean {
    const records = this.#total("records");
    return records >= FIRST_RECORDS && records >= this.#total("estimated") * GROWTH;
  }

  #levels(blocked: 0 | 1): LikenessLevels[] {
    const rows = this.#storage.sql.exec("SELECT levels FROM pairs WHERE blocked = ?", blocked).toArray();
    return rows.map((row) => v.parse(LevelsRow, row).levels);
  }

  /** Every pair ever seen has the same chance to be in the sample (Vitter's algorithm R). */
  #sample(kind: "blocked" | "random", levels: LikenessLevels): void {
    const seen = this.#add(kind, 1);
    const place = seen <= SAMPLE ? seen - 1 : Math.floor(Math.random() * seen);
    if (place >= SAMPLE) return;
    const values = [kind === "blocked" ? 1 : 0, place, JSON.stringify(levels)];
    this.#storage.sql.exec("INSERT OR REPLACE INTO pairs VALUES (?, ?, ?)", ...values);
  }

  #add(name: string, amount: number): number {
    const add = "INSERT INTO totals VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = value + ?2 RETURNING value";
    return v.parse(TotalRow, this.#storage.sql.exec(add, name, amount).one()).value;
  }

  #total(name: string): number {
    const [row] = this.#storage.sql.exec("SELECT value FROM totals WHERE name = ?", name).toArray();
    return row ? v.parse(TotalRow, row).value : 0;
  }
}
