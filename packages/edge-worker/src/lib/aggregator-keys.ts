import { Refusal, writeLog } from "@sedge/operator";
import { KeyEpoch, PrfPublicKey } from "@sedge/protocol";
import * as v from "valibot";
import type { Aggregator } from "./aggregator.ts";

type PublicKey = PrfPublicKey["publicKey"];

/** Why the aggregator's key of an epoch is not the one that pages verify with: it has none, or another. */
export type KeyFault = "missing" | "differs";

const KeyRow = v.strictObject({ epoch: KeyEpoch, public_key: PrfPublicKey.entries.publicKey });

const MAX_REMEMBERED = 1_000;
/** How long a device must wait while the operators' keys differ: somebody has to restore a backup. */
const RETRY_AFTER_SECONDS = 300;

/** That nothing can be evaluated until the operators' keys agree again. */
export function operatorsDisagree(): Refusal {
  return Refusal.retryLater("operators-disagree", RETRY_AFTER_SECONDS);
}

/**
 * The aggregator's public keys by epoch, as the edge first read them: `aggregator_keys(site, epoch, public_key)`, never changed. An
 * aggregator that was restored from an old backup has other keys, or lacks some: `aggregator_faults(site, epoch, fault, since)`
 * until it has the right ones again.
 */
export class AggregatorKeys {
  readonly #remembered = new Map<string, PublicKey>();
  readonly #now: () => number;

  /** @param now - Milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The stored keys of a site. */
  async of(database: D1Database, site: string): Promise<Map<KeyEpoch, PublicKey>> {
    const { results } = await database
      .prepare("SELECT epoch, public_key FROM aggregator_keys WHERE site = ?")
      .bind(site)
      .all();
    return new Map(results.map((row) => v.parse(KeyRow, row)).map(({ epoch, public_key }) => [epoch, public_key]));
  }

  /**
   * Reads the aggregator's keys, stores those that are new, and reports those that are not as stored.
   * @returns The faults by epoch; none if all is well.
   * @throws {Refusal} `aggregator-unavailable`
   */
  async compare(
    database: D1Database,
    aggregator: Aggregator,
    site: string,
    epochs: readonly KeyEpoch[],
  ): Promise<Map<KeyEpoch, KeyFault>> {
    const stored = await this.of(database, site);
    const faults = new Map<KeyEpoch, KeyFault>();
    for (const epoch of epochs) {
      const key = await aggregator.publicKey(site, epoch);
      const before = stored.get(epoch);
      if (key === undefined) faults.set(epoch, "missing");
      else if (before !== undefined && before !== key) faults.set(epoch, "differs");
      else if (before === undefined) await this.#store(database, site, epoch, key);
    }
    await this.#keepFaults(database, site, faults);
    return faults;
  }

  /** Whether an evaluation was made with the key that pages verify with. A key that differs is reported. */
  async isStored(database: D1Database, site: string, epoch: KeyEpoch, key: PublicKey): Promise<boolean> {
    const name = `${site}/${epoch}`;
    if (this.#remembered.get(name) === key) return true;
    const stored = (await this.of(database, site)).get(epoch);
    if (stored !== undefined && stored !== key) {
      await this.report(database, site, epoch, "differs");
      return false;
    }
    if (stored === undefined) return true;
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(name, stored);
    return true;
  }

  /** Logs a fault, and keeps it for health and console. */
  async report(database: D1Database, site: string, epoch: KeyEpoch, fault: KeyFault): Promise<void> {
    writeLog({ event: "aggregator-key-mismatch", site, epoch });
    await database
      .prepare(
        "INSERT INTO aggregator_faults VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET fault = ?3 WHERE fault <> ?3",
      )
      .bind(site, epoch, fault, this.#seconds())
      .run();
  }

  async #store(database: D1Database, site: string, epoch: KeyEpoch, key: PublicKey): Promise<void> {
    await database
      .prepare("INSERT INTO aggregator_keys VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
      .bind(site, epoch, key)
      .run();
  }

  /** Keeps these faults of the site, and no others. */
  async #keepFaults(database: D1Database, site: string, faults: ReadonlyMap<KeyEpoch, KeyFault>): Promise<void> {
    const epochs = JSON.stringify([...faults.keys()]);
    await database
      .prepare("DELETE FROM aggregator_faults WHERE site = ? AND epoch NOT IN (SELECT value FROM json_each(?))")
      .bind(site, epochs)
      .run();
    for (const [epoch, fault] of faults) await this.report(database, site, epoch, fault);
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1_000);
  }
}

/** Whether a fault is known of any site. */
export async function hasKeyFault(database: D1Database): Promise<boolean> {
  return (await database.prepare("SELECT 1 FROM aggregator_faults LIMIT 1").first()) !== null;
}
