import { LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import { Bundle, type Redirect } from "../operations/results.ts";
import type { ProfileRows } from "../graph/profile-rows.ts";
import { byShard, type Release, type ShardPeer } from "../shard/shard-peer.ts";
import { ShardNumber, shardOf } from "../shard/shard-number.ts";

const MoveRow = v.strictObject({ id: v.string(), token: LinkToken, source: ShardNumber, arrived: v.number() });
const DepartureRow = v.strictObject({
  move: v.string(),
  destination: ShardNumber,
  bundle: v.pipe(v.string(), v.parseJson(), Bundle),
});

/**
 * The saga that brings a whole component from one shard to another. It changes nothing of what its profiles say, so that
 * it may finish, or not have begun, whatever becomes of the operation that wanted it. The destination drives it:
 *
 * 1. destination: the move is written down (`begin`);
 * 2. source: the component's rows become a departure, its tokens forwards (`release`);
 * 3. destination: the rows are inserted, marked as arriving;
 * 4. the tokens' shards: pointers lead to the destination (`point`);
 * 5. source: departure and forwards go (`settle`);
 * 6. destination: the move and the marks go.
 *
 * A component that is arriving is not released, so the pointers of one token are never written by two moves. A crash
 * after any step is resumed from what is stored; a departure whose move the destination does not know is put back.
 */
export class Moves {
  readonly #storage: DurableObjectStorage;
  readonly #rows: ProfileRows;
  readonly #self: ShardNumber;
  readonly #peer: (shard: ShardNumber) => ShardPeer;

  constructor(
    storage: DurableObjectStorage,
    rows: ProfileRows,
    self: ShardNumber,
    peer: (shard: ShardNumber) => ShardPeer,
  ) {
    this.#storage = storage;
    this.#rows = rows;
    this.#self = self;
    this.#peer = peer;
  }

  begin(token: LinkToken, source: ShardNumber): string {
    const id = crypto.randomUUID();
    this.#storage.sql.exec("INSERT INTO moves (id, token, source) VALUES (?, ?, ?)", id, token, source);
    return id;
  }

  /** Moves to this shard that are not finished. */
  pending(): string[] {
    return this.#moves("SELECT * FROM moves").map(({ id }) => id);
  }

  /** Drives a move from wherever it stands to its end. */
  async finish(id: string): Promise<void> {
    const [move] = this.#moves("SELECT * FROM moves WHERE id = ?", id);
    if (!move) return;
    const source = this.#peer(move.source);
    if (move.arrived === 0) {
      const release = await source.release(id, move.token, this.#self);
      if (release.state === "not-here") {
        this.#storage.sql.exec("DELETE FROM moves WHERE id = ?", id);
        return;
      }
      this.arrive(id, v.parse(Bundle, release.bundle));
    }
    const tokens = this.#storage.sql
      .exec("SELECT token FROM members WHERE arriving = ?", id)
      .toArray()
      .map((row) => v.parse(v.strictObject({ token: LinkToken }), row).token);
    for (const [shard, theirs] of byShard(tokens, shardOf)) await this.#peer(shard).point(theirs, this.#self);
    await source.settle(id);
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec("UPDATE members SET arriving = NULL WHERE arriving = ?", id);
      this.#storage.sql.exec("DELETE FROM moves WHERE id = ?", id);
    });
  }

  /** Step 3. */
  arrive(id: string, bundle: Bundle): void {
    this.#storage.transactionSync(() => {
      this.#rows.insert(bundle, id);
      this.#storage.sql.exec("UPDATE moves SET arrived = 1 WHERE id = ?", id);
    });
  }

  /** Step 2, at the source. The same bundle again for the same move. */
  release(move: string, token: LinkToken, destination: ShardNumber): Release {
    const [before] = this.#departures("SELECT * FROM departures WHERE move = ?", move);
    if (before) return { state: "released", bundle: before.bundle };
    const component = this.#rows.components.find(token);
    if (component === undefined || this.#isBusy(component)) return { state: "not-here" };
    const bundle = this.#rows.bundle(component);
    const members = bundle.members.map((member) => member.token);
    this.#storage.transactionSync(() => {
      const { sql } = this.#storage;
      sql.exec("INSERT INTO departures VALUES (?, ?, ?)", move, destination, JSON.stringify(bundle));
      for (const member of members) sql.exec("INSERT INTO forwards VALUES (?, ?, ?)", member, move, destination);
      this.#rows.dropContent(members);
      this.#rows.components.drop(component);
      this.#rows.ballots.drop(members);
    });
    return { state: "released", bundle };
  }

  /** Step 5, at the source. */
  settle(move: string): void {
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec("DELETE FROM forwards WHERE move = ?", move);
      this.#storage.sql.exec("DELETE FROM departures WHERE move = ?", move);
    });
  }

  wants(move: string): boolean {
    return this.#moves("SELECT * FROM moves WHERE id = ?", move).length > 0;
  }

  /** Where to find a token that is not at home here. */
  redirect(token: LinkToken): Redirect {
    const [row] = this.#storage.sql.exec("SELECT destination FROM forwards WHERE token = ?", token).toArray();
    if (row === undefined) return { state: "gone" };
    return { state: "moved", home: v.parse(v.strictObject({ destination: ShardNumber }), row).destination };
  }

  hasDepartures(): boolean {
    return this.#departures("SELECT * FROM departures LIMIT 1").length > 0;
  }

  /** Puts back every departure whose destination does not know the move: its request was lost on the way. */
  async reclaim(): Promise<void> {
    for (const { move, destination, bundle } of this.#departures("SELECT * FROM departures")) {
      if (await this.#peer(destination).wants(move)) continue;
      this.#storage.transactionSync(() => {
        // While the question was under way the move may have been settled.
        if (this.#departures("SELECT * FROM departures WHERE move = ?", move).length === 0) return;
        this.settle(move);
        this.#rows.insert(bundle, null);
      });
    }
  }

  #isBusy(component: number): boolean {
    const { sql } = this.#storage;
    const arriving = sql.exec("SELECT 1 FROM members WHERE component = ? AND arriving IS NOT NULL LIMIT 1", component);
    // What is being erased is a component and a profile by itself, of one number.
    const erasing = sql.exec("SELECT 1 FROM erasures WHERE profile = ?", component);
    return arriving.toArray().length > 0 || erasing.toArray().length > 0;
  }

  #moves(query: string, ...values: string[]): v.InferOutput<typeof MoveRow>[] {
    return this.#storage.sql
      .exec(query, ...values)
      .toArray()
      .map((row) => v.parse(MoveRow, row));
  }

  #departures(query: string, ...values: string[]): v.InferOutput<typeof DepartureRow>[] {
    return this.#storage.sql
      .exec(query, ...values)
      .toArray()
      .map((row) => v.parse(DepartureRow, row));
  }
}
