import { publishedCodebook, type PublishedCodebook, Refusal, writeLog } from "@sedge/operator";
import { type Generation, type Manifest, PrfPublicKey, Sha256Hex } from "@sedge/protocol";
import * as v from "valibot";
import type { Aggregator } from "./aggregator.ts";
import type { Site } from "./site.ts";

/** How often the aggregator is asked for a newer codebook, in seconds, by all isolates of a site together. */
export const REFRESH_SECONDS = 60;
/** What a device is told to wait while the aggregator has never answered. */
const RETRY_AFTER_SECONDS = 30;
/** A codeword may be of the newest generation or of the one before, which devices may still hold. */
const KEPT_GENERATIONS = 2;

/** What the aggregator publishes for a site, verified. */
export interface SiteFiles {
  readonly aggregatorKey: Manifest["prf"]["aggregatorKey"];
  /** Newest first, one or two. */
  readonly codebooks: readonly [PublishedCodebook, ...PublishedCodebook[]];
}

/** The codebook of a codeword's generation, if it is one of those that are still answered. */
export function codebookOf(files: SiteFiles, generation: Generation): PublishedCodebook | undefined {
  return files.codebooks.find(({ codebook }) => codebook.generation === generation);
}

const NameRow = v.strictObject({ sha256: Sha256Hex });
const BodyRow = v.strictObject({ body: v.string() });
const KeyRow = v.strictObject({ public_key: PrfPublicKey.entries.publicKey });

/** Keeps {@link SiteFiles}: first in D1, so that the aggregator may be away; second in the isolate's memory. */
export class SiteFileStore {
  readonly #memory = new Map<string, { readonly files: SiteFiles; readonly readAt: number }>();
  readonly #now: () => number;

  /** @param now - Milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * The site's files as last published. The first request of a site waits for the aggregator; afterwards a refresh
   * goes to `later`, and what was good before is served meanwhile.
   * @throws {Refusal} `aggregator-unavailable` while the aggregator has never answered
   */
  async current(
    database: D1Database,
    aggregator: Aggregator,
    site: Site,
    later: (work: Promise<unknown>) => void,
  ): Promise<SiteFiles> {
    const name = `${site.id} ${site.keyEpoch}`;
    const known = this.#memory.get(name);
    if (known && this.#now() - known.readAt < REFRESH_SECONDS * 1_000) return known.files;
    let files = await this.#stored(database, site, known?.files);
    if (!files) {
      await this.#refresh(database, aggregator, site, undefined);
      files = await this.#stored(database, site, undefined);
      if (!files) throw Refusal.retryLater("aggregator-unavailable", RETRY_AFTER_SECONDS);
    } else if (await this.#claimRefresh(database, site)) {
      later(this.#refresh(database, aggregator, site, files).catch(() => undefined));
    }
    this.#memory.set(name, { files, readAt: this.#now() });
    return files;
  }

  /** The codebook of the site with this hash, of whatever generation. */
  async codebook(database: D1Database, site: Site, sha256: string): Promise<PublishedCodebook | undefined> {
    const known = this.#memory
      .get(`${site.id} ${site.keyEpoch}`)
      ?.files.codebooks.find((book) => book.sha256 === sha256);
    return known ?? this.#load(database, site, sha256);
  }

  async #stored(database: D1Database, site: Site, known: SiteFiles | undefined): Promise<SiteFiles | undefined> {
    const [key, names] = await database.batch([
      database
        .prepare("SELECT public_key FROM aggregator_keys WHERE site = ? AND epoch = ?")
        .bind(site.id, site.keyEpoch),
      database
        .prepare("SELECT sha256 FROM codebooks WHERE site = ? ORDER BY generation DESC LIMIT ?")
        .bind(site.id, KEPT_GENERATIONS),
    ]);
    const [keyRow] = key?.results ?? [];
    const codebooks: PublishedCodebook[] = [];
    for (const row of names?.results ?? []) {
      const { sha256 } = v.parse(NameRow, row);
      const codebook =
        known?.codebooks.find((book) => book.sha256 === sha256) ?? (await this.#load(database, site, sha256));
      if (codebook) codebooks.push(codebook);
    }
    const [newest, ...older] = codebooks;
    if (keyRow === undefined || !newest) return undefined;
    return { aggregatorKey: v.parse(KeyRow, keyRow).public_key, codebooks: [newest, ...older] };
  }

  /** A stored codebook, checked again against its hash and schema; one that fails is not served. */
  async #load(database: D1Database, site: Site, sha256: string): Promise<PublishedCodebook | undefined> {
    const row = await database
      .prepare("SELECT body FROM codebooks WHERE site = ? AND sha256 = ?")
      .bind(site.id, sha256)
      .first();
    if (row === null) return undefined;
    const codebook = await publishedCodebook(new TextEncoder().encode(v.parse(BodyRow, row).body));
    if (codebook?.sha256 === sha256) return codebook;
    writeLog({ event: "codebook-refused", site: site.id });
    return undefined;
  }

  /** True for one caller a minute, whichever isolate it is in. */
  async #claimRefresh(database: D1Database, site: Site): Promise<boolean> {
    const now = Math.floor(this.#now() / 1_000);
    const { meta } = await database
      .prepare(
        `INSERT INTO refreshes VALUES (?, ?) ON CONFLICT (site) DO UPDATE SET asked_at = excluded.asked_at
         WHERE asked_at <= excluded.asked_at - ?`,
      )
      .bind(site.id, now, REFRESH_SECONDS)
      .run();
    return meta.changes > 0;
  }

  /** Asks the aggregator for what is missing or newer, and stores what is good. */
  async #refresh(
    database: D1Database,
    aggregator: Aggregator,
    site: Site,
    files: SiteFiles | undefined,
  ): Promise<void> {
    if (!files) {
      const key = await aggregator.publicKey(site.id, site.keyEpoch);
      await database
        .prepare("INSERT INTO aggregator_keys VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(site.id, site.keyEpoch, key)
        .run();
    }
    const newest = files?.codebooks[0];
    const fetched = await aggregator.codebook(site.id, newest?.sha256);
    if (!fetched) return;
    const { generation } = fetched.codebook;
    // A generation's bytes never change, and generations never go back: anything else is a fault or a fraud.
    if (newest && generation <= newest.codebook.generation) {
      writeLog({ event: "codebook-refused", site: site.id, generation });
      return;
    }
    await database
      .prepare("INSERT INTO codebooks VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
      .bind(site.id, generation, fetched.sha256, fetched.text, Math.floor(this.#now() / 1_000))
      .run();
    writeLog({ event: "codebook-accepted", site: site.id, generation });
  }
}
