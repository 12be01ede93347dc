import { LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import { Bundle, type Redirect } from "../operations/results.ts";
import { byShard, type Release } from "../shard/shard-peer.ts";
import { ShardNumber, shardOf } from "../shard/shard-number.ts";
import type { SagaDeps } from "./saga-deps.ts";

const MoveRow = v.strictObject({ id: v.string(), token: LinkToken, source: ShardNumber, arrived: v.number() });
const DepartureRow = v.strictObject({ move: v.string(), destination: ShardNumber });
const PartRow = v.strictObject({ body: v.string() });
const IdRow = v.strictObject({ move: v.string() });

/**
 * Characters in one row of a departed bundle, which is kept in parts: a twentieth of the 2 MB that a row may have
 * (https://developers.cloudflare.com/durable-objects/platform/limits/).
 */
export const MAX_PART_CHARS = 100_000;
/** Largest bundle that moves, in characters: several times that of the largest component. A larger one is not released. */
export const MAX_BUNDLE_CHARS = 8_388_608;

/** The largest parts and bundles, which a test lowers. */
export interface BundleLimits {
  readonly partChars: number;
  readonly bundleChars: number;
}

/**
 * The saga that brings a whole component from one shard to another. It changes nothing of what its profiles say, so that
 * it may finish, or not have begun, whatever happens to the operation that needed it. The destination drives it:
 *
 * 1. destination: the move is written down (`begin`);
 * 2. source: the component's rows become a departure, its tokens forwards (`release`);
 * 3. destination: the rows are inserted, marked as arriving;
 * 4. the tokens' other shards: pointers lead to the destination (`point`);
 * 5. source: its own tokens' pointers do, and departure and forwards go (`settle`);
 * 6. destination: the move and the marks go.
 *
 * A component that is arriving is not released, so the pointers of one token are never written by two moves. A crash
 * after any step is resumed from what is stored; a departure whose move the destination does not know is put back, so that
 * the destination may give up a move until the rows are inserted. A component that is too large is not released at all.
 */
export class Moves {
  readonly #deps: SagaDeps;
  readonly #limits: BundleLimits;

  constructor(deps: SagaDeps, limits: BundleLimits = { partChars: MAX_PART_CHARS, bundleChars: MAX_BUNDLE_CHARS }) {
    this.#deps = deps;
    this.#limits = limits;
  }

  begin(token: LinkToken, source: ShardNumber): string {
    const id = crypto.randomUUID();
    this.#deps.storage.sql.exec("INSERT INTO moves (id, token, source) VALUES (?, ?, ?)", id, token, source);
    return id;
  }

  /** Moves to this shard that are not finished. */
  pending(): string[] {
    return this.#ids("SELECT id AS move FROM moves");
  }

  /** Of these, the moves whose component has not arrived. */
  unarrived(): string[] {
    return this.#ids("SELECT id AS move FROM moves WHERE arrived = 0");
  }

  /** Gives up a move whose component has not arrived. The source puts the component back. False if it is too late. */
  giveUp(id: string): boolean {
    return this.#deps.storage.sql.exec("DELETE FROM moves WHERE id = ? AND arrived = 0", id).rowsWritten > 0;
  }

  /** Drives a move from wherever it stands to its end. `gone`, `too-large`: the source released nothing. */
  async finish(id: string): Promise<"finished" | "gone" | "too-large"> {
    const [move] = this.#moves("SELECT * FROM moves WHERE id = ?", id);
    if (!move) return "finished";
    const source = this.#deps.peer(move.source);
    if (move.arrived === 0) {
      const release = await source.release(id, move.token, this.#deps.self);
      if (release.state !== "released") {
        this.giveUp(id);
        return release.state === "not-here" ? "gone" : "too-large";
      }
      this.arrive(id, v.parse(Bundle, release.bundle));
    }
    const tokens = this.#deps.storage.sql
      .exec("SELECT token FROM members WHERE arriving = ?", id)
      .toArray()
      .map((row) => v.parse(v.strictObject({ token: LinkToken }), row).token);
    const { self, peer } = this.#deps;
    const { [move.source]: ofSource = [], ...others } = Object.fromEntries(byShard(tokens, shardOf));
    await Promise.all(
      Object.entries(others).map(([shard, theirs]) => peer(v.parse(ShardNumber, Number(shard))).point(theirs, self)),
    );
    await source.settle(id, ofSource, self);
    this.#deps.storage.transactionSync(() => {
      this.#deps.storage.sql.exec("UPDATE members SET arriving = NULL WHERE arriving = ?", id);
      this.#deps.storage.sql.exec("DELETE FROM moves WHERE id = ?", id);
    });
    return "finished";
  }

  /** Step 3. */
  arrive(id: string, bundle: Bundle): void {
    this.#deps.storage.transactionSync(() => {
      this.#deps.rows.insert(bundle, id);
      this.#deps.storage.sql.exec("UPDATE moves SET arrived = 1 WHERE id = ?", id);
    });
  }

  /** Step 2, at the source. The same bundle again for the same move. */
  release(move: string, token: LinkToken, destination: ShardNumber): Release {
    if (this.#departure(move)) return { state: "released", bundle: this.#bundle(move) };
    const component = this.#deps.rows.components.find(token);
    if (component === undefined || this.#isBusy(component)) return { state: "not-here" };
    const bundle = this.#deps.rows.bundle(component);
    const body = JSON.stringify(bundle);
    const { partChars, bundleChars } = this.#limits;
    if (body.length > bundleChars) return { state: "too-large" };
    const members = bundle.members.map((member) => member.token);
    this.#deps.storage.transactionSync(() => {
      const { sql } = this.#deps.storage;
      sql.exec("INSERT INTO departures VALUES (?, ?)", move, destination);
      for (let part = 0; part * partChars < body.length; part++) {
        const text = body.slice(part * partChars, (part + 1) * partChars);
        sql.exec("INSERT INTO departure_parts VALUES (?, ?, ?)", move, part, text);
      }
      for (const member of members) sql.exec("INSERT INTO forwards VALUES (?, ?, ?)", member, move, destination);
      this.#deps.rows.dropContent(members);
      this.#deps.rows.components.drop(component);
      this.#deps.rows.ballots.drop(members);
    });
    return { state: "released", bundle };
  }

  /** Step 5, at the source. */
  settle(move: string): void {
    this.#deps.storage.transactionSync(() => {
      this.#deps.storage.sql.exec("DELETE FROM forwards WHERE move = ?", move);
      this.#deps.storage.sql.exec("DELETE FROM departure_parts WHERE move = ?", move);
      this.#deps.storage.sql.exec("DELETE FROM departures WHERE move = ?", move);
    });
  }

  wants(move: string): boolean {
    return this.#moves("SELECT * FROM moves WHERE id = ?", move).length > 0;
  }

  /** Where to find a token that is not at home here. */
  redirect(token: LinkToken): Redirect {
    const [row] = this.#deps.storage.sql.exec("SELECT destination FROM forwards WHERE token = ?", token).toArray();
    if (row === undefined) return { state: "gone" };
    return { state: "moved", home: v.parse(v.strictObject({ destination: ShardNumber }), row).destination };
  }

  /** Moves by which components have left and that are not settled. */
  departed(): string[] {
    return this.#ids("SELECT move FROM departures");
  }

  /** The move by which a token has left, if that is not settled. */
  departureOf(token: LinkToken): string | undefined {
    return this.#ids("SELECT move FROM forwards WHERE token = ?", token)[0];
  }

  /** Puts a departure back if its destination does not know the move: its request was lost on the way, or given up. */
  async reclaim(move: string): Promise<void> {
    const departure = this.#departure(move);
    if (!departure || (await this.#deps.peer(departure.destination).wants(move))) return;
    this.#deps.storage.transactionSync(() => {
      // While the question was under way the move may have been settled.
      if (!this.#departure(move)) return;
      const bundle = this.#bundle(move);
      this.settle(move);
      this.#deps.rows.insert(bundle, null);
    });
  }

  #isBusy(component: number): boolean {
    const { sql } = this.#deps.storage;
    const arriving = sql.exec("SELECT 1 FROM members WHERE component = ? AND arriving IS NOT NULL LIMIT 1", component);
    // What is being erased is a component and a profile by itself, of one number.
    const erasing = sql.exec("SELECT 1 FROM erasures WHERE profile = ?", component);
    return arriving.toArray().length > 0 || erasing.toArray().length > 0;
  }

  #moves(query: string, ...values: string[]): v.InferOutput<typeof MoveRow>[] {
    return this.#deps.storage.sql
      .exec(query, ...values)
      .toArray()
      .map((row) => v.parse(MoveRow, row));
  }

  #departure(move: string): v.InferOutput<typeof DepartureRow> | undefined {
    const [row] = this.#deps.storage.sql.exec("SELECT * FROM departures WHERE move = ?", move).toArray();
    return row && v.parse(DepartureRow, row);
  }

  /** The bundle that left, from its parts. */
  #bundle(move: string): Bundle {
    const parts = this.#deps.storage.sql.exec("SELECT body FROM departure_parts WHERE move = ? ORDER BY part", move);
    const text = parts.toArray().map((row) => v.parse(PartRow, row).body);
    return v.parse(v.pipe(v.string(), v.parseJson(), Bundle), text.join(""));
  }

  #ids(query: string, ...values: string[]): string[] {
    return this.#deps.storage.sql
      .exec(query, ...values)
      .toArray()
      .map((row) => v.parse(IdRow, row).move);
  }
}
