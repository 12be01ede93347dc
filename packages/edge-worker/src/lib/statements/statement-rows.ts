import { toBase64url } from "@sedge/privacy/base64url";
import { StatementPart, StoredLog } from "@sedge/transparency/device";
import type { Checkpoint } from "@sedge/transparency/note";
import * as v from "valibot";

const json = <Schema extends v.GenericSchema>(schema: Schema) => v.nullable(v.pipe(v.string(), v.parseJson(), schema));

const Row = v.strictObject({
  log_key: v.string(),
  size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  root: v.string(),
  part: json(StatementPart),
  state: json(StoredLog),
});
/** What is kept of a site's statements. */
export type StatementRow = v.InferOutput<typeof Row>;

/** The rows of `site_statements`. */
export class StatementRows {
  readonly #database: D1Database;

  constructor(database: D1Database) {
    this.#database = database;
  }

  async of(site: string): Promise<StatementRow | undefined> {
    const row = await this.#database
      .prepare("SELECT log_key, size, root, part, state FROM site_statements WHERE site = ?")
      .bind(site)
      .first();
    return row === null ? undefined : v.parse(Row, row);
  }

  /** Notes that the edge is about to cosign this checkpoint. False where it has cosigned another one meanwhile. */
  async see(
    site: string,
    logKey: string,
    { size, root }: Checkpoint,
    before: StatementRow | undefined,
  ): Promise<boolean> {
    const { meta } = await this.#database
      .prepare(
        `INSERT INTO site_statements VALUES (?1, ?2, ?3, ?4, NULL, NULL) ON CONFLICT (site) DO UPDATE SET size = ?3, root = ?4
         WHERE log_key = ?2 AND size = ?5 AND root = ?6`,
      )
      .bind(site, logKey, size, toBase64url(root), before?.size ?? -1, before?.root ?? "")
      .run();
    return meta.changes > 0;
  }

  /** Keeps what was published under the checkpoint of this size. */
  async keep(site: string, part: StatementPart, state: StoredLog): Promise<void> {
    await this.#database
      .prepare("UPDATE site_statements SET part = ?, state = ? WHERE site = ? AND size = ?")
      .bind(JSON.stringify(part), JSON.stringify(state), site, part.checkpoint.size)
      .run();
  }
}
