import { migrateSchema, StoredBytes } from "@sedge/operator";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import type { PublishedStatement } from "@sedge/protocol";
import { checkpointText, noteText, signNote } from "@sedge/transparency/note";
import {
  type DocumentSigner,
  extendHistory,
  joinHashes,
  joinPublications,
  type LogPublication,
  NEW_SITE,
  provenSizes,
  refusalToSign,
  type SiteHistory,
} from "@sedge/transparency/publish";
import type { Statement } from "@sedge/transparency/statement";
import { LogStore } from "@sedge/transparency/store";
import { leafHash, sharedProof } from "@sedge/transparency/tree";
import { DurableObject } from "cloudflare:workers";
import * as v from "valibot";
import { type AggregatorEnv, settingsOf } from "../settings.ts";
import { logKeyText, logSigner } from "./log-key.ts";
import { LOG_SCHEMA, SqlLogRows } from "./sql-log-rows.ts";

/** The one log of this operator. */
export const LOG_NAME = "log";

/** Rows of a site that are read: the last publication, and the four before it. */
const READ_ROWS = 5;

const SCHEMA = [
  `${LOG_SCHEMA}
  CREATE TABLE log_statements (site TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, issued INTEGER NOT NULL,
    leaf BLOB NOT NULL, root BLOB NOT NULL, next_history BLOB NOT NULL, PRIMARY KEY (site, number)) STRICT, WITHOUT ROWID;`,
];

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const Row = v.strictObject({
  number: whole,
  at: whole,
  issued: whole,
  leaf: StoredBytes,
  root: StoredBytes,
  next_history: StoredBytes,
});
type Row = v.InferOutput<typeof Row>;

/** Why a statement was not taken. */
export type AppendResult = "appended" | "refused";

/**
 * The log of all sites' statements (`idFromName("log")`).
 *
 * - Methods: `published`, `append`, `checkpoint`, `tile`, `bundle`.
 * - Storage: `log_entries(at, bytes)` and `log_hashes(level, at, bytes)`, see `SqlLogRows`; `log_statements(site, number, at, issued, leaf, root,
 *   next_history)`: of each statement its index, its leaf hash, the root of the tree that ends with it, and the `history` that the
 *   site's next statement must have. Rows are added and never changed.
 * - Lifetime: that of the operator. It must not be restored from a backup: docs/log.md says what to do after a loss.
 * - Invariants: an entry and its rows are written together or not at all; a site's numbers have no gap; every statement is published under
 *   the checkpoint that ends with it; nothing that was signed is lost, as answers leave after the writes are durable.
 */
export class LogKeeper extends DurableObject<AggregatorEnv> {
  readonly #storage: DurableObjectStorage;
  readonly #log: LogStore;
  #signer: Promise<DocumentSigner | undefined> | undefined;

  constructor(context: DurableObjectState, env: AggregatorEnv) {
    super(context, env);
    this.#storage = context.storage;
    migrateSchema(context.storage, "log", SCHEMA);
    this.#log = new LogStore(new SqlLogRows(context.storage.sql));
  }

  /** What the log has of a site. @param seen - Size of a checkpoint that the caller has. */
  async published(site: string, seen: number): Promise<PublishedStatement | undefined> {
    const signer = await this.#signedBy();
    if (!signer) return undefined;
    const rows = this.#rows(site);
    const last = rows.at(-1);
    const { number, history, previous } = historyOf(rows, signer.name);
    return {
      logKey: logKeyText(signer),
      last: last ? await this.#proven(last, rows.slice(0, -1), seen, signer) : null,
      next: {
        number: number + 1,
        history: toBase64url(history),
        previousSize: previous && previous.size,
        issued: rows.slice(-4).map(({ issued }) => issued),
      },
    };
  }

  /** Appends a statement that both operators have signed, if it is the site's next. */
  async append(statement: Statement, entry: string, nowSeconds: number): Promise<AppendResult> {
    const signer = await this.#signedBy();
    if (!signer) return "refused";
    const bytes = new TextEncoder().encode(entry);
    const leaf = leafHash(bytes);
    const { site, issued, number, history } = statement;
    // Nothing is awaited between the check and the writes, so that two statements can't both be the next.
    const rows = this.#rows(site);
    const recent = rows.map((row) => row.issued);
    if (refusalToSign(statement, site, historyOf(rows, signer.name), recent, nowSeconds)) return "refused";
    this.#storage.transactionSync(() => {
      const at = this.#log.append(bytes);
      const root = this.#log.root();
      const next = extendHistory(fromBase64url(history), { leaf, size: at + 1, root });
      this.#storage.sql.exec(
        "INSERT INTO log_statements VALUES (?, ?, ?, ?, ?, ?, ?)",
        site,
        number,
        at,
        issued,
        leaf,
        root,
        next,
      );
    });
    return "appended";
  }

  /** The checkpoint of the whole log, signed; undefined where this operator keeps none. */
  async checkpoint(): Promise<string | undefined> {
    const signer = await this.#signedBy();
    return signer && this.#signed(this.#log.size, this.#log.root(), signer);
  }

  /** The bytes of a tile; undefined for one that the log has not got yet. */
  tile(level: number, index: number, width: number): Uint8Array | undefined {
    return this.#log.tile({ level, index, width });
  }

  /** The entries beside a tile of level 0; undefined for those that the log has not got yet. */
  bundle(index: number, width: number): Uint8Array | undefined {
    return this.#log.bundle({ index, width });
  }

  #signedBy(): Promise<DocumentSigner | undefined> {
    return (this.#signer ??= logSigner(settingsOf(this.env)));
  }

  #rows(site: string): Row[] {
    return this.#storage.sql
      .exec(
        `SELECT number, at, issued, leaf, root, next_history FROM log_statements WHERE site = ?
         ORDER BY number DESC LIMIT ?`,
        site,
        READ_ROWS,
      )
      .toArray()
      .map((row) => v.parse(Row, row))
      .toReversed();
  }

  async #signed(size: number, root: Uint8Array, signer: DocumentSigner): Promise<string> {
    const text = checkpointText({ origin: signer.name, size, root });
    return noteText(text, [await signNote(text, signer.name, signer)]);
  }

  async #proven(
    last: Row,
    before: readonly Row[],
    seen: number,
    signer: DocumentSigner,
  ): Promise<NonNullable<PublishedStatement["last"]>> {
    const size = last.at + 1;
    const history = historyOf(before, signer.name);
    const { ranges } = sharedProof(provenSizes(history, signer.name), size);
    return {
      index: last.at,
      entry: new TextDecoder().decode(this.#log.entry(last.at)),
      checkpoint: await this.#signed(size, last.root, signer),
      inclusion: joinHashes(this.#log.inclusionProof(last.at, size)),
      consistency: joinHashes(this.#log.hashes(ranges)),
      publications: joinPublications(history.publications),
      fromSeen: seen <= size ? joinHashes(this.#log.consistencyProof(seen, size)) : "",
    };
  }
}

/** What the statement after these must continue. */
function historyOf(rows: readonly Row[], origin: string): SiteHistory {
  const last = rows.at(-1);
  if (!last) return NEW_SITE;
  const publications = rows
    .slice(-4)
    .map(({ leaf, at, root }): LogPublication => ({ origin, leaf, size: at + 1, root }));
  const [previous = null] = publications.slice(-1);
  return { number: last.number, history: last.next_history, previous, publications };
}
