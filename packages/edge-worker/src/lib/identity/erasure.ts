import { LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import { OperationKey, type Outcome } from "./outcome.ts";
import { OutcomeJson, type ProfileRows } from "./profile-rows.ts";
import { byShard, type ShardPeer } from "./shard-peer.ts";
import { type ShardNumber, shardOf } from "./shard-number.ts";

const ErasureRow = v.strictObject({ profile: v.number(), token: LinkToken, key: OperationKey, outcome: OutcomeJson });

/**
 * The saga that erases a profile, driven by its home. Edges, codewords and remembered operations go at once
 * (`begin`), with a note of what is left to do; then each token's pointer goes at its own shard, which keeps the
 * outcome under a key that names no token, then the token here; at last the note. Until a pointer is gone its token
 * stays a member, so that it leads nowhere else meanwhile.
 */
export class Erasures {
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

  /** @param token - The one that signed: the outcome is kept at its shard under `key`. */
  begin(profile: number, token: LinkToken, key: OperationKey): Outcome {
    const { members, edges, observations } = this.#rows.load(profile);
    const outcome = { tokens: members.length, edges: edges.length, observations: observations.length };
    this.#storage.transactionSync(() => {
      this.#rows.dropContent(members);
      this.#storage.sql.exec("INSERT INTO erasures VALUES (?, ?, ?, ?)", profile, token, key, JSON.stringify(outcome));
    });
    return outcome;
  }

  /** Profiles whose erasure is not finished. */
  pending(): number[] {
    return this.#erasures("SELECT * FROM erasures").map(({ profile }) => profile);
  }

  async finish(profile: number): Promise<void> {
    const [erasure] = this.#erasures("SELECT * FROM erasures WHERE profile = ?", profile);
    if (!erasure) return;
    const { token, key, outcome } = erasure;
    for (const [shard, theirs] of byShard(this.#rows.members(profile), shardOf)) {
      const record = theirs.includes(token) ? { key, outcome } : null;
      if (shard === this.#self) {
        // In one transaction: a token that registers again at this shard must not meet its old membership.
        this.#storage.transactionSync(() => {
          this.forget(theirs, this.#self, record);
          this.#rows.dropMembers(theirs);
        });
      } else {
        await this.#peer(shard).forget(theirs, this.#self, record);
        this.#rows.dropMembers(theirs);
      }
    }
    this.#storage.sql.exec("DELETE FROM erasures WHERE profile = ?", profile);
  }

  /** At the tokens' shard. A pointer that leads to another home was made after the erasure and stays. */
  forget(
    tokens: readonly LinkToken[],
    home: ShardNumber,
    record: { key: OperationKey; outcome: Outcome } | null,
  ): void {
    const { sql } = this.#storage;
    for (const token of tokens) sql.exec("DELETE FROM pointers WHERE token = ? AND home = ?", token, home);
    if (record) this.remember(record.key, record.outcome);
  }

  /** Keeps an erasure's outcome without its token. */
  remember(key: OperationKey, outcome: Outcome): void {
    this.#storage.sql.exec(
      "INSERT INTO operations VALUES (?, NULL, ?, ?) ON CONFLICT DO NOTHING",
      key,
      JSON.stringify(outcome),
      Math.floor(Date.now() / 1_000),
    );
  }

  #erasures(query: string, ...values: number[]): v.InferOutput<typeof ErasureRow>[] {
    return this.#storage.sql
      .exec(query, ...values)
      .toArray()
      .map((row) => v.parse(ErasureRow, row));
  }
}
