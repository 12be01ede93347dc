import * as v from "valibot";
import tills from "../../../../models/till-prior/codebook.json";
import visits from "../../../../models/codebook-prior/codebook.json";
import { migrateSchema, publishedCodebook, publishedSums, StoredBytes, writeLog } from "@sedge/operator";
import { Generation, Sha256Hex, SiteId, type Channel, Codebook } from "@sedge/protocol";
import { DurableObject } from "cloudflare:workers";
import { type AggregatorEnv, settingsOf } from "./settings.ts";
import { profilePrior } from "@sedge/clustering/profile-prior";
import { checkGeneration, type GenerationBase } from "@sedge/clustering/repeat";

/** A codebook of these is of visits alone, whose bytes Sedge ships. */
const VISITED: readonly Channel[] = ["web", "app"];

/** Bytes of the codebook that a site begins with, the same each time. @param channels - What the site is met through. */
function firstCodebook(channels: readonly Channel[] = VISITED): Uint8Array {
  if (channels.every((channel) => VISITED.includes(channel))) return new Uint8Array(visits);
  const prior = profilePrior(readBook(visits), [readBook(tills)], channels);
  return new TextEncoder().encode(JSON.stringify(prior));
}

function readBook(bytes: ArrayBuffer): Codebook {
  return v.parse(v.pipe(v.string(), v.parseJson(), Codebook), new TextDecoder().decode(bytes));
}

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS generations (generation INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS reports (generation INTEGER PRIMARY KEY, report TEXT NOT NULL, sums TEXT NOT NULL) STRICT`,
  // The hash of `sums` as they are published; null where a release before that stored them, in another form.
  "ALTER TABLE reports ADD COLUMN sums_sha256 TEXT",
];

const Row = v.strictObject({
  generation: Generation,
  sha256: Sha256Hex,
  bytes: StoredBytes,
  /** What was published beside it, as JSON; null for the prior's. */
  report: v.nullable(v.string()),
  /** The exact text of its published sums. */
  sums: v.nullable(v.string()),
  sums_sha256: v.nullable(Sha256Hex),
});
/** A generation as it is kept: its exact bytes, and the hash that names them. */
export type StoredCodebook = v.InferOutput<typeof Row>;

const ReportRow = v.strictObject({ report: v.string() });
const SumsRow = v.strictObject({ sums: v.string() });
const NamesRow = v.strictObject({ sha256: Sha256Hex, sums_sha256: v.nullable(Sha256Hex) });

/** What a round stores with the codebook that it produced, as JSON. */
export interface Beside {
  /** A GenerationReport, which is public. */
  readonly report: string;
  /** GenerationSums, which are public. */
  readonly sums: string;
}

/** `accepted`, or why a codebook was refused. */
export type PublishResult = "accepted" | "not-a-codebook" | "not-the-next-generation" | "not-what-its-sums-give";

/**
 * One site's codebooks (`idFromName(site)`).
 *
 * - Methods: `current`, `codebook`, `report`, `sums`, `names`, `publish`.
 * - Storage: `generations(generation, sha256, bytes)` and, of those that a round has made,
 *   `reports(generation, report, sums, sums_sha256)`; a row is written once and never changed.
 * - Lifetime: that of the site. Generation 0 is the prior for the site's channels, stored by the first request.
 * - Invariants: every row is a valid codebook whose own generation and hash are the row's; generations have no gap; each that follows
 *   the first is, byte for byte, what its stored sums give; what is refused changes nothing, so the last good one is used.
 */
export class CodebookRegistry extends DurableObject<AggregatorEnv> {
  readonly #site: SiteId;
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;

  constructor(context: DurableObjectState, env: AggregatorEnv) {
    super(context, env);
    this.#site = v.parse(SiteId, context.id.name);
    this.#sql = context.storage.sql;
    this.#storage = context.storage;
    migrateSchema(context.storage, "codebooks", SCHEMA);
  }

  /** The newest generation. */
  async current(): Promise<StoredCodebook> {
    const newest = this.#newest();
    if (newest) return newest;
    const result = await this.publish(firstCodebook(settingsOf(this.env).CHANNELS[this.#site]));
    const first = this.#newest();
    if (!first) throw new Error(`The bundled prior codebook was refused: ${result}`);
    return first;
  }

  /** The exact bytes of a codebook of whatever generation. */
  codebook(sha256: string): Uint8Array | undefined {
    const [row] = this.#sql.exec("SELECT bytes FROM generations WHERE sha256 = ?", sha256).toArray();
    return row && v.parse(v.strictObject({ bytes: StoredBytes }), row).bytes;
  }

  /** The exact text of published sums. */
  sums(sha256: string): string | undefined {
    const [row] = this.#sql.exec("SELECT sums FROM reports WHERE sums_sha256 = ?", sha256).toArray();
    return row && v.parse(SumsRow, row).sums;
  }

  /** Hashes of a generation and of its sums; undefined for one without. */
  names(generation: number): { readonly codebook: string; readonly sums: string } | undefined {
    const [row] = this.#sql
      .exec(
        "SELECT sha256, sums_sha256 FROM generations JOIN reports USING (generation) WHERE generation = ?",
        generation,
      )
      .toArray();
    const names = row && v.parse(NamesRow, row);
    return names?.sums_sha256 ? { codebook: names.sha256, sums: names.sums_sha256 } : undefined;
  }

  /** What made a generation, as JSON; undefined for one that no round has made. */
  report(generation: number): string | undefined {
    const [row] = this.#sql.exec("SELECT report FROM reports WHERE generation = ?", generation).toArray();
    return row && v.parse(ReportRow, row).report;
  }

  /** Stores the next generation, if the bytes are one and what its sums give, with its additional data, as JSON. */
  async publish(bytes: Uint8Array, beside?: Beside): Promise<PublishResult> {
    const published = await publishedCodebook(bytes);
    if (!published) return this.#refused("not-a-codebook");
    const { generation } = published.codebook;
    const sums = beside && (await publishedSums(new TextEncoder().encode(beside.sums)));
    const base = await this.#base(generation - 1);
    if (base && (!sums || checkGeneration(this.#site, published, sums, base)))
      return this.#refused("not-what-its-sums-give");
    // Nothing is awaited between this look and the insertion, so that two publications can't both be the next.
    const newest = this.#newest();
    if (generation !== (newest ? newest.generation + 1 : 0)) return this.#refused("not-the-next-generation");
    this.#storage.transactionSync(() => {
      this.#sql.exec("INSERT INTO generations VALUES (?, ?, ?)", generation, published.sha256, bytes);
      if (beside && sums)
        this.#sql.exec("INSERT INTO reports VALUES (?, ?, ?, ?)", generation, beside.report, sums.text, sums.sha256);
    });
    writeLog({ event: "codebook-accepted", generation });
    return "accepted";
  }

  /** What the next generation is made from; undefined if there is no such generation here. */
  async #base(generation: number): Promise<GenerationBase | undefined> {
    const newest = this.#newest();
    if (newest?.generation !== generation) return undefined;
    const published = await publishedCodebook(newest.bytes);
    const sums = newest.sums === null ? undefined : await publishedSums(new TextEncoder().encode(newest.sums));
    return published && { codebook: published.codebook, sha256: published.sha256, sums: sums?.document };
  }

  #newest(): StoredCodebook | undefined {
    const [row] = this.#sql
      .exec("SELECT * FROM generations LEFT JOIN reports USING (generation) ORDER BY generation DESC LIMIT 1")
      .toArray();
    return row && v.parse(Row, row);
  }

  #refused(result: PublishResult): PublishResult {
    writeLog({ event: "codebook-refused" });
    return result;
  }
}
