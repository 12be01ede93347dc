import { publishedCodebook, type PublishedCodebook, writeLog } from "@sedge/operator";
import { type Generation, type KeyEpoch, type Manifest, Sha256Hex } from "@sedge/protocol";
import * as v from "valibot";
import { Aggregator } from "./aggregator.ts";
import { type AggregatorKeys, operatorsDisagree } from "./aggregator-keys.ts";
import { isOwnRound, isSignedGeneration } from "./generations/own-round.ts";
import { storedSums } from "./generations/sums-store.ts";
import { type VerifiedGeneration, verifiedGenerations } from "./generations/verified-generations.ts";
import { unavailable } from "./paired-operator.ts";
import { roundKeeperOf } from "./rounds/rounds.ts";
import { type EdgeEnv, settingsOf } from "./settings.ts";
import type { Site } from "./site.ts";

/** A device's codeword can be of the newest generation or of the one before, which it may still have. */
const ANSWERED_GENERATIONS = 2;
/** Codewords of this many generations are carried into the newest. Older ones are no longer read. */
const CARRIED_GENERATIONS = 4;

/** What the aggregator publishes for a site, verified. */
export interface SiteFiles {
  /** Its PRF public keys, by epoch: the current one's, and the previous one's where it is known. */
  readonly aggregatorKeys: ReadonlyMap<KeyEpoch, Manifest["prf"]["aggregatorKey"]>;
  /** Newest first, one to four; a device's codeword may be of the first two. */
  readonly codebooks: readonly [PublishedCodebook, ...PublishedCodebook[]];
}

/** The codebooks that a device's codeword may be of, newest first. */
export function answeredCodebooks({ codebooks }: SiteFiles): readonly PublishedCodebook[] {
  return codebooks.slice(0, ANSWERED_GENERATIONS);
}

/** The codebook of a codeword's generation, if it is one of those that are still answered. */
export function codebookOf(files: SiteFiles, generation: Generation): PublishedCodebook | undefined {
  return answeredCodebooks(files).find(({ codebook }) => codebook.generation === generation);
}

const NameRow = v.strictObject({ sha256: Sha256Hex });
const BodyRow = v.strictObject({ body: v.string() });

/** Keeps {@link SiteFiles}: first in D1, so that the aggregator may be away; second in the isolate's memory. */
export class SiteFileStore {
  readonly #memory = new Map<
    string,
    { readonly files: SiteFiles; readonly epochs: readonly KeyEpoch[]; readonly readAt: number }
  >();
  readonly #now: () => number;
  readonly #keys: AggregatorKeys;

  /** @param now - Milliseconds since 1970. */
  constructor(now: () => number, keys: AggregatorKeys) {
    this.#now = now;
    this.#keys = keys;
  }

  /**
   * The site's files as last published. The first request of a site waits for the aggregator; afterwards a refresh
   * goes to `later`, and what was good before is served meanwhile. All isolates together ask the aggregator for a newer
   * codebook at most once per `CACHE_SECONDS`.
   * @param epochs - The key epochs that are read, the current first.
   * @throws {Refusal} `aggregator-unavailable` while the aggregator has never answered, `operators-disagree` if it lacks the current key
   */
  async current(
    env: EdgeEnv,
    site: Site,
    epochs: readonly KeyEpoch[],
    later: (work: Promise<unknown>) => void,
  ): Promise<SiteFiles> {
    const database = env.DB;
    const aggregator = new Aggregator(env);
    const cacheSeconds = settingsOf(env).CACHE_SECONDS;
    const known = this.#memory.get(site.id);
    const isSame = known !== undefined && String(known.epochs) === String(epochs);
    if (isSame && this.#now() - known.readAt < cacheSeconds * 1_000) return known.files;
    let files = await this.#stored(database, site, epochs, known?.files);
    if (!files) {
      const faults = await this.#keys.compare(database, aggregator, site.id, epochs);
      // Nothing can be evaluated in an epoch that one operator lacks.
      if (epochs[0] !== undefined && faults.get(epochs[0]) === "missing") throw operatorsDisagree();
      await this.#refresh(env, aggregator, site, undefined);
      files = await this.#stored(database, site, epochs, undefined);
      if (!files) throw unavailable();
    } else if (await this.#claimRefresh(database, site, cacheSeconds)) {
      later(this.#refreshed(env, aggregator, site, epochs, files).catch(() => undefined));
    }
    this.#memory.set(site.id, { files, epochs, readAt: this.#now() });
    return files;
  }

  /** The codebook of the site with this hash, of whatever generation. */
  async codebook(database: D1Database, site: Site, sha256: string): Promise<PublishedCodebook | undefined> {
    const known = this.#memory.get(site.id)?.files.codebooks.find((book) => book.sha256 === sha256);
    return known ?? this.#load(database, site, sha256);
  }

  async #stored(
    database: D1Database,
    site: Site,
    epochs: readonly KeyEpoch[],
    known: SiteFiles | undefined,
  ): Promise<SiteFiles | undefined> {
    const [keys, names] = await Promise.all([
      this.#keys.of(database, site.id),
      database
        .prepare("SELECT sha256 FROM codebooks WHERE site = ? ORDER BY generation DESC LIMIT ?")
        .bind(site.id, CARRIED_GENERATIONS)
        .all(),
    ]);
    const aggregatorKeys = new Map([...keys].filter(([epoch]) => epochs.includes(epoch)));
    const codebooks: PublishedCodebook[] = [];
    for (const row of names.results) {
      const { sha256 } = v.parse(NameRow, row);
      const codebook =
        known?.codebooks.find((book) => book.sha256 === sha256) ?? (await this.#load(database, site, sha256));
      if (codebook) codebooks.push(codebook);
    }
    const [newest, ...older] = codebooks;
    const [current] = epochs;
    if (current === undefined || !aggregatorKeys.has(current) || !newest) return undefined;
    return { aggregatorKeys, codebooks: [newest, ...older] };
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

  /** True for one caller per `cacheSeconds`, whichever isolate it is in. */
  async #claimRefresh(database: D1Database, site: Site, cacheSeconds: number): Promise<boolean> {
    const now = Math.floor(this.#now() / 1_000);
    const { meta } = await database
      .prepare(
        `INSERT INTO refreshes VALUES (?, ?) ON CONFLICT (site) DO UPDATE SET asked_at = excluded.asked_at
         WHERE asked_at <= excluded.asked_at - ?`,
      )
      .bind(site.id, now, cacheSeconds)
      .run();
    return meta.changes > 0;
  }

  /** Refreshes; what came is read with the next request, not when this isolate's memory has passed its minute. */
  async #refreshed(
    env: EdgeEnv,
    aggregator: Aggregator,
    site: Site,
    epochs: readonly KeyEpoch[],
    files: SiteFiles,
  ): Promise<void> {
    await this.#keys.compare(env.DB, aggregator, site.id, epochs);
    await this.#refresh(env, aggregator, site, files);
    const held = this.#memory.get(site.id);
    if (held) this.#memory.set(site.id, { ...held, readAt: 0 });
  }

  /** Asks the aggregator for what is newer, and stores what is good: each generation that its sums give. */
  async #refresh(env: EdgeEnv, aggregator: Aggregator, site: Site, files: SiteFiles | undefined): Promise<void> {
    const database = env.DB;
    const newest = files?.codebooks[0];
    const fetched = await aggregator.codebook(site.id, newest?.sha256);
    if (!fetched) return;
    const { generation } = fetched.codebook;
    // A generation's bytes never change, and generations never go back: anything else is a fault or a fraud.
    if (newest && generation <= newest.codebook.generation) {
      writeLog({ event: "codebook-refused", site: site.id, generation });
      return;
    }
    const known = {
      newest,
      codebook: (sha256: string) => this.#load(database, site, sha256),
      sums: (sha256: string) => storedSums(database, site.id, sha256),
    };
    const { verified, refused } = await verifiedGenerations(site.id, aggregator, fetched, known);
    const fault = refused ?? (await this.#fault(env, aggregator, site, verified.at(-1)));
    if (fault !== undefined) {
      writeLog({ event: "codebook-refused", site: site.id, generation, fault });
      return;
    }
    for (const one of verified) await this.#store(database, site, one);
  }

  /** Why the newest generation is not served, though its sums give it. */
  async #fault(env: EdgeEnv, aggregator: Aggregator, site: Site, newest: VerifiedGeneration | undefined) {
    if (!newest?.sums) return undefined;
    const { published, sums } = newest;
    const { hasRounds, record } = await roundKeeperOf(env, site.id).record(sums.document.round);
    // An edge that has lost its rounds can't check them.
    if (hasRounds && (!record || !isOwnRound(sums, record))) return "another-round";
    const [signed, keys] = await Promise.all([
      aggregator.generationSignature(site.id, published.codebook.generation),
      this.#keys.of(env.DB, site.id),
    ]);
    return signed && isSignedGeneration(site.id, published, signed, [...keys.values()]) ? undefined : "unsigned";
  }

  async #store(database: D1Database, site: Site, { published, sums }: VerifiedGeneration): Promise<void> {
    const { codebook, sha256, text } = published;
    const { generation } = codebook;
    const fetchedAt = Math.floor(this.#now() / 1_000);
    await database.batch([
      ...(sums
        ? [
            database
              .prepare("INSERT INTO generation_sums VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
              .bind(site.id, sums.sha256, sums.text),
          ]
        : []),
      database
        .prepare("INSERT INTO codebooks VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(site.id, generation, sha256, text, fetchedAt),
    ]);
    writeLog({ event: "codebook-accepted", site: site.id, generation });
  }
}
