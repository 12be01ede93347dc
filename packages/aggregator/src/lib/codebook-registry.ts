import * as v from "valibot";
import tills from "../../../../models/till-prior/codebook.json";
import visits from "../../../../models/codebook-prior/codebook.json";
import { migrateSchema, publishedCodebook, StoredBytes, writeLog } from "@sedge/operator";
import { Generation, Sha256Hex, SiteId, type Channel, Codebook } from "@sedge/protocol";
import { DurableObject } from "cloudflare:workers";
import { type AggregatorEnv, settingsOf } from "./settings.ts";
import { profilePrior } from "@sedge/clustering/profile-prior";

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
];

const Row = v.strictObject({
  generation: Generation,
  sha256: Sha256Hex,
  bytes: StoredBytes,
  /** What was published beside it, as JSON; null for the prior's. */
  report: v.nullable(v.string()),
  sums: v.nullable(v.string()),
});
/** A generation as it is kept: its exact bytes, and the hash that names them. */
export type StoredCodebook = v.InferOutput<typeof Row>;

const ReportRow = v.strictObject({ report: v.string() });

/** What a round stores with the codebook that it produced, as JSON. */
export interface Beside {
  /** A GenerationReport, which is public. */
  readonly report: string;
  /** What was opened, noise and all, for comparing the next round with it. */
  readonly sums: string;
}

/** `accepted`, or why a codebook was refused. */
export type PublishResult = "accepted" | "not-a-codebook" | "not-the-next-generation";

/**
 * One site's codebooks (`idFromName(site)`).
 *
 * - Methods: `current`, `report`, `publish`.
 * - Storage: `generations(generation, sha256, bytes)` and, of those that a round has made, `reports(generation, report, sums)`; a row
 *   is written once and never changed.
 * - Lifetime: that of the site. Generation 0 is the prior for the site's channels, stored by the first request.
 * - Invariants: every row is a valid codebook whose own generation and hash are the row's; generations have no gap;
 *   what is refused changes nothing, so the last good one is used.
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

  /** What made a generation, as JSON; undefined for one that no round has made. */
  report(generation: number): string | undefined {
    const [row] = this.#sql.exec("SELECT report FROM reports WHERE generation = ?", generation).toArray();
    return row && v.parse(ReportRow, row).report;
  }

  /** Stores the next generation, if the bytes are one, with its additional data, as JSON. */
  async publish(bytes: Uint8Array, beside?: Beside): Promise<PublishResult> {
    const published = await publishedCodebook(bytes);
    if (!published) return this.#refused("not-a-codebook");
    const { generation } = published.codebook;
    // Nothing is awaited between this look and the insertion, so that two publications can't both be the next.
    const newest = this.#newest();
    if (generation !== (newest ? newest.generation + 1 : 0)) return this.#refused("not-the-next-generation");
    this.#storage.transactionSync(() => {
      this.#sql.exec("INSERT INTO generations VALUES (?, ?, ?)", generation, published.sha256, bytes);
      if (beside) this.#sql.exec("INSERT INTO reports VALUES (?, ?, ?)", generation, beside.report, beside.sums);
    });
    writeLog({ event: "codebook-accepted", generation });
    return "accepted";
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
