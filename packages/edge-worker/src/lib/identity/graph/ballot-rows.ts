import { LinkToken, RoundId } from "@sedge/protocol";
import * as v from "valibot";

/** That a profile has drawn its ballot of a round, as one of its tokens carries it. */
export const DrawnBallot = v.strictObject({
  token: LinkToken,
  round: RoundId,
  /** The operation that drew it, or nothing where only that it was drawn is known any more. */
  key: v.string(),
  /** What was evaluated for it: a repeat asks for nothing else. */
  blinded: v.string(),
  /** Seconds since 1970. After this time the round is over and the row can go. */
  until: v.number(),
});
export type DrawnBallot = v.InferOutput<typeof DrawnBallot>;

/** The same of a token that was erased, known again by its digest alone. */
export interface ErasedDraw {
  readonly digest: string;
  readonly round: RoundId;
  readonly until: number;
}

const UntilRow = v.strictObject({ until: v.nullable(v.number()) });

/**
 * The profiles that have drawn a ballot, by round. Every token of such a profile has a row, so that a merge, a split
 * or a move cannot give the profile a second ballot. The shard of an erased token keeps a digest of the token until
 * the round is over, so that an erasure does not either. The rows do not contain the ballot.
 */
export class BallotRows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  of(tokens: readonly LinkToken[]): DrawnBallot[] {
    return this.#sql
      .exec("SELECT * FROM ballots WHERE token IN (SELECT value FROM json_each(?))", JSON.stringify(tokens))
      .toArray()
      .map((row) => v.parse(DrawnBallot, row));
  }

  /** Draws the profile's ballot. True also for a repeat of the operation that drew it; false where another did. */
  draw(members: readonly LinkToken[], draw: Omit<DrawnBallot, "token">): boolean {
    const before = this.of(members).filter(({ round }) => round === draw.round);
    if (before.length > 0) {
      return before.every(({ key, blinded }) => key === draw.key && blinded === draw.blinded);
    }
    this.insert(members.map((token) => ({ token, ...draw })));
    return true;
  }

  insert(ballots: readonly DrawnBallot[]): void {
    for (const { token, round, key, blinded, until } of ballots) {
      const values = [token, round, key, blinded, until];
      this.#sql.exec("INSERT INTO ballots VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", ...values);
    }
  }

  drop(tokens: readonly LinkToken[]): void {
    for (const token of tokens) this.#sql.exec("DELETE FROM ballots WHERE token = ?", token);
  }

  /** At the tokens' own shard: remembers what erased tokens had drawn. */
  rememberErased(draws: readonly ErasedDraw[]): void {
    for (const { digest, round, until } of draws) {
      this.#sql.exec("INSERT INTO erased_draws VALUES (?, ?, ?) ON CONFLICT DO NOTHING", digest, round, until);
    }
  }

  /** At the token's own shard: a token that comes back has drawn what it had drawn before it was erased. */
  restore(token: LinkToken, digest: string): void {
    this.#sql.exec(
      "INSERT INTO ballots SELECT ?, round, '', '', until FROM erased_draws WHERE digest = ? ON CONFLICT DO NOTHING",
      token,
      digest,
    );
  }

  /** Deletes what is over. @param now - Seconds since 1970. */
  purge(now: number): void {
    this.#sql.exec("DELETE FROM ballots WHERE until <= ?", now);
    this.#sql.exec("DELETE FROM erased_draws WHERE until <= ?", now);
  }

  /** When something is over next; undefined if nothing is remembered. */
  nextPurge(): number | undefined {
    const query =
      "SELECT min(until) AS until FROM (SELECT until FROM ballots UNION ALL SELECT until FROM erased_draws)";
    return v.parse(UntilRow, this.#sql.exec(query).one()).until ?? undefined;
  }
}
