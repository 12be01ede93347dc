import { Channel, Generation, CellPath, LinkToken, OperationId } from "@sedge/protocol";
import * as v from "valibot";
import { type Bundle, OperationKey, Outcome, type StoredProfile } from "./outcome.ts";
import type { Edge } from "./profile.ts";

const EdgeRow = v.pipe(
  v.strictObject({ a: LinkToken, b: LinkToken, operation_id: OperationId }),
  v.transform(({ a, b, operation_id }) => ({ a, b, operationId: operation_id })),
);
const ObservationRow = v.pipe(
  v.strictObject({ token: LinkToken, channel: Channel, generation: Generation, path: CellPath, sequence: v.number() }),
  v.transform(({ token, channel, generation, path, sequence }) => ({
    token,
    channel,
    codeword: { generation, path },
    sequence,
  })),
);
/** JSON of an outcome, as the tables keep it. */
export const OutcomeJson = v.pipe(v.string(), v.parseJson(), Outcome);
const OperationRow = v.strictObject({ key: OperationKey, token: LinkToken, outcome: OutcomeJson, at: v.number() });
const TokenRow = v.strictObject({ token: LinkToken });
const ProfileRow = v.strictObject({ profile: v.number() });

type Value = ArrayBuffer | string | number | null;

/** The rows of the profiles that are at home in a shard. Each method is one step inside the caller's transaction. */
export class ProfileRows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  #rows<Schema extends v.GenericSchema>(schema: Schema, query: string, ...values: Value[]): v.InferOutput<Schema>[] {
    return this.#sql
      .exec(query, ...values)
      .toArray()
      .map((row) => v.parse(schema, row));
  }

  /** The profile that a token belongs to here. */
  of(token: LinkToken): number | undefined {
    return this.#rows(ProfileRow, "SELECT profile FROM members WHERE token = ?", token)[0]?.profile;
  }

  members(profile: number): LinkToken[] {
    return this.#rows(TokenRow, "SELECT token FROM members WHERE profile = ? ORDER BY token", profile).map(
      ({ token }) => token,
    );
  }

  load(profile: number): StoredProfile {
    const its = "(SELECT token FROM members WHERE profile = ?)";
    return {
      members: this.members(profile),
      edges: this.#rows(EdgeRow, `SELECT * FROM edges WHERE a IN ${its}`, profile),
      observations: this.#rows(ObservationRow, `SELECT * FROM observations WHERE token IN ${its}`, profile),
    };
  }

  bundle(profile: number): Bundle {
    const its = "(SELECT token FROM members WHERE profile = ?)";
    const operations = this.#rows(OperationRow, `SELECT * FROM operations WHERE token IN ${its}`, profile);
    return { ...this.load(profile), operations };
  }

  /** A number that no profile of this shard has. */
  unused(): number {
    const [row] = this.#rows(
      v.strictObject({ next: v.number() }),
      "SELECT coalesce(max(profile), 0) + 1 AS next FROM (SELECT profile FROM members UNION SELECT profile FROM erasures)",
    );
    return row?.next ?? 1;
  }

  /** Puts tokens, known or new, into one profile. */
  place(tokens: readonly LinkToken[], profile: number, arriving: string | null = null): void {
    for (const token of tokens) {
      this.#sql.exec(
        "INSERT INTO members VALUES (?, ?, ?) ON CONFLICT (token) DO UPDATE SET profile = excluded.profile",
        token,
        profile,
        arriving,
      );
    }
  }

  /** Merges `other` into `profile`. */
  merge(profile: number, other: number): void {
    this.#sql.exec("UPDATE members SET profile = ? WHERE profile = ?", profile, other);
  }

  addEdges(edges: readonly Edge[]): void {
    for (const { a, b, operationId } of edges) {
      this.#sql.exec("INSERT INTO edges VALUES (?, ?, ?) ON CONFLICT DO NOTHING", a, b, operationId);
    }
  }

  dropEdgesOf(token: LinkToken): void {
    this.#sql.exec("DELETE FROM edges WHERE a = ? OR b = ?", token, token);
  }

  /** The token's codeword for a channel; later than every other of this shard. */
  observe(token: LinkToken, channel: Channel, codeword: { generation: number; path: string }): void {
    this.#sql.exec(
      `INSERT INTO observations SELECT ?, ?, ?, ?, coalesce(max(sequence), 0) + 1 FROM observations WHERE true
       ON CONFLICT (token, channel) DO UPDATE SET
         generation = excluded.generation, path = excluded.path, sequence = excluded.sequence`,
      token,
      channel,
      codeword.generation,
      codeword.path,
    );
  }

  /** Writes a profile as it left a shard; `move` marks it as arriving. */
  insert(bundle: Bundle, move: string | null): void {
    this.place(bundle.members, this.unused(), move);
    this.addEdges(bundle.edges);
    for (const { token, channel, codeword, sequence } of bundle.observations) {
      const { generation, path } = codeword;
      this.#sql.exec("INSERT INTO observations VALUES (?, ?, ?, ?, ?)", token, channel, generation, path, sequence);
    }
    for (const { key, token, outcome, at } of bundle.operations) {
      this.#sql.exec("INSERT INTO operations VALUES (?, ?, ?, ?)", key, token, JSON.stringify(outcome), at);
    }
  }

  /** Deletes what belongs to tokens, but not their membership. */
  dropContent(tokens: readonly LinkToken[]): void {
    for (const token of tokens) {
      this.dropEdgesOf(token);
      this.#sql.exec("DELETE FROM observations WHERE token = ?", token);
      this.#sql.exec("DELETE FROM operations WHERE token = ?", token);
    }
  }

  dropMembers(tokens: readonly LinkToken[]): void {
    for (const token of tokens) this.#sql.exec("DELETE FROM members WHERE token = ?", token);
  }
}
