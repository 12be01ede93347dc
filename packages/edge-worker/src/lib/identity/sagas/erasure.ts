import { LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import type { ErasedDraw } from "../graph/ballot-rows.ts";
import { OperationKey } from "../operations/operation.ts";
import type { OperationResult } from "../operations/results.ts";
import { ResultJson } from "../graph/profile-rows.ts";
import type { IdentityRules } from "../operations/identity-rules.ts";
import { RecordRows } from "../records/record-rows.ts";
import { ShortMemory, tokenDigest } from "../operations/short-memory.ts";
import { byShard } from "../shard/shard-peer.ts";
import { type ShardNumber, shardOf } from "../shard/shard-number.ts";
import { ErasureKind, Tombstones } from "../shard/tombstones.ts";
import type { SagaDeps } from "./saga-deps.ts";

const ErasureRow = v.strictObject({
  profile: v.number(),
  token: LinkToken,
  key: OperationKey,
  at: v.number(),
  result: ResultJson,
  kind: ErasureKind,
});

/** What of a profile is erased, and what is remembered of it. */
export interface ErasureScope {
  readonly kind?: ErasureKind;
  /** The token alone, whatever profile it is in. */
  readonly isAlone?: boolean | undefined;
  /** Of its profile no other tokens than these; without it, all. */
  readonly part?: readonly LinkToken[] | undefined;
}

/**
 * The saga that erases a profile, driven by its home. Edges, codewords, remembered operations and what operations say of its
 * tokens go at once (`begin`), and what only they held together falls apart; a note says what is left to do. Then each
 * token's pointer and record go at its own shard, which keeps the result under a key that names no token, then the token
 * here; at last the note. Until a pointer is gone its token
 * stays a member, so that it leads nowhere else meanwhile.
 */
export class Erasures {
  readonly #deps: SagaDeps;
  readonly #records: RecordRows;
  readonly #memory: ShortMemory;
  readonly #tombstones: Tombstones;

  constructor(deps: SagaDeps) {
    this.#deps = deps;
    this.#records = new RecordRows(deps.storage);
    this.#memory = new ShortMemory(deps.storage);
    this.#tombstones = new Tombstones(deps.storage.sql);
  }

  /**
   * @param token - The one that signed: the result is kept at its shard under `key`.
   * @param at - When it was signed, in seconds since 1970.
   * @returns What goes, and the number under which {@link finish} finds it.
   */
  begin(
    token: LinkToken,
    key: OperationKey,
    at: number,
    rules: IdentityRules,
    { kind = "erased", isAlone = false, part }: ErasureScope = {},
  ): { result: OperationResult; profile: number } {
    const before = this.#deps.rows.of(token);
    if (before === undefined) throw new RangeError("the token is not at home here");
    const { components } = this.#deps.rows;
    // A guest device speaks for itself alone, and leaves the recipient's profile as it is.
    const isGuest = components.guests(components.of(token)).has(token);
    const isErased = (member: LinkToken) => member === token || part === undefined || part.includes(member);
    const members = isGuest || isAlone ? [token] : this.#deps.rows.members(before).filter(isErased);
    const result = {
      tokens: members.length,
      edges: components.edges(members).length,
      observations: this.#deps.rows.observations(members).length,
    };
    const profile = this.#deps.storage.transactionSync(() => {
      this.#deps.rows.dropContent(members);
      const number = components.takeOut(components.of(token), members, rules);
      const values = [number, token, key, at, JSON.stringify(result), kind];
      this.#deps.storage.sql.exec("INSERT INTO erasures VALUES (?, ?, ?, ?, ?, ?)", ...values);
      return number;
    });
    return { result, profile };
  }

  /** Profiles whose erasure is not finished. */
  pending(): number[] {
    const rows = this.#deps.storage.sql.exec("SELECT profile FROM erasures").toArray();
    return rows.map((row) => v.parse(v.strictObject({ profile: v.number() }), row).profile);
  }

  /** Their tokens, as far as the shards of these journal what was erased. */
  journalled(): LinkToken[] {
    const query = "SELECT token FROM members WHERE profile IN (SELECT profile FROM erasures WHERE kind <> 'none')";
    const rows = this.#deps.storage.sql.exec(query).toArray();
    return rows.map((row) => v.parse(v.strictObject({ token: LinkToken }), row).token);
  }

  async finish(profile: number): Promise<void> {
    const [erasure] = this.#erasures("SELECT * FROM erasures WHERE profile = ?", profile);
    if (!erasure) return;
    const { token, key, at, result, kind } = erasure;
    for (const [shard, theirs] of byShard(this.#deps.rows.members(profile), shardOf)) {
      const record = theirs.includes(token) ? { key, result } : null;
      const digests = await Promise.all(theirs.map(tokenDigest));
      const draws = this.#deps.rows.ballots
        .of(theirs)
        .map(({ token: drawer, round, until }) => ({ digest: digests[theirs.indexOf(drawer)] ?? "", round, until }));
      if (shard === this.#deps.self) {
        // In one transaction: a token that registers again at this shard must not meet its old membership.
        this.#deps.storage.transactionSync(() => {
          this.forget(theirs, digests, this.#deps.self, at, record, draws, kind);
          this.#deps.rows.dropMembers(theirs);
        });
      } else {
        await this.#deps.peer(shard).forget(theirs, digests, this.#deps.self, at, record, draws, kind);
        this.#deps.rows.dropMembers(theirs);
      }
    }
    this.#deps.storage.sql.exec("DELETE FROM erasures WHERE profile = ?", profile);
  }

  /** At the tokens' shard. A pointer that leads to another home was made after the erasure and stays, and so its record. */
  forget(
    tokens: readonly LinkToken[],
    digests: readonly string[],
    home: ShardNumber,
    at: number,
    record: { key: OperationKey; result: OperationResult } | null,
    draws: readonly ErasedDraw[],
    kind: ErasureKind,
  ): void {
    const { sql } = this.#deps.storage;
    for (const token of tokens) {
      const { rowsWritten } = sql.exec("DELETE FROM pointers WHERE token = ? AND home = ?", token, home);
      if (rowsWritten > 0) this.#records.remove(token);
    }
    for (const digest of digests) {
      this.#memory.rememberErased(digest, at, Math.floor(Date.now() / 1_000));
      if (kind !== "none") this.#tombstones.add(digest, kind, at);
    }
    if (record) this.remember(record.key, record.result);
    this.#deps.rows.ballots.rememberErased(draws);
  }

  /** Keeps an erasure's result without its token. */
  remember(key: OperationKey, result: OperationResult): void {
    this.#deps.storage.sql.exec(
      "INSERT INTO operation_results VALUES (?, NULL, ?, ?) ON CONFLICT DO NOTHING",
      key,
      JSON.stringify(result),
      Math.floor(Date.now() / 1_000),
    );
  }

  #erasures(query: string, ...values: number[]): v.InferOutput<typeof ErasureRow>[] {
    return this.#deps.storage.sql
      .exec(query, ...values)
      .toArray()
      .map((row) => v.parse(ErasureRow, row));
  }
}
