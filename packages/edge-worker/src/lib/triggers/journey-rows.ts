import { HAND_OVER_HOURS } from "@sedge/features/journey";
import { Channel, HandOver, LinkToken, MAX_HAND_OVERS } from "@sedge/protocol";
import * as v from "valibot";

const hour = v.pipe(v.number(), v.integer(), v.minValue(0));

/** That a token was heard of on a channel. `sequence` orders what a shard heard in one hour. */
const HeardRow = v.strictObject({ token: LinkToken, channel: Channel, hour, sequence: v.number() });
/** That a person went over from one channel to another when the token was heard of, and when last. */
const HandOverRow = v.strictObject({ token: LinkToken, ...HandOver.entries, hour });

/** What is kept of the way of some tokens through the channels. */
export const StoredJourney = v.strictObject({ heard: v.array(HeardRow), handOvers: v.array(HandOverRow) });
export type StoredJourney = v.InferOutput<typeof StoredJourney>;

/** A channel that is not heard of for so long, in hours, is forgotten: somewhat over the year that rules look back. */
const HEARD_HOURS = 400 * 24;

/**
 * When a profile was heard of, on which channel, and how it changed channels. Every row is of one token and goes where that goes: by a
 * merge, a split, a move, an erasure. Hours are the finest that is stored, and changes are counted to three.
 */
export class JourneyRows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS heard (
        token TEXT NOT NULL, channel TEXT NOT NULL, hour INTEGER NOT NULL, sequence INTEGER NOT NULL,
        PRIMARY KEY (token, channel)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS heard_sequence ON heard (sequence);
      CREATE INDEX IF NOT EXISTS heard_hour ON heard (hour);
      CREATE TABLE IF NOT EXISTS hand_overs (
        token TEXT NOT NULL, from_channel TEXT NOT NULL, to_channel TEXT NOT NULL, times INTEGER NOT NULL,
        hour INTEGER NOT NULL, PRIMARY KEY (token, from_channel, to_channel)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS hand_overs_hour ON hand_overs (hour);
    `);
  }

  of(tokens: readonly LinkToken[]): StoredJourney {
    const its = JSON.stringify(tokens);
    const read = (query: string) => this.#sql.exec(query, its).toArray();
    return v.parse(StoredJourney, {
      heard: read("SELECT * FROM heard WHERE token IN (SELECT value FROM json_each(?)) ORDER BY token, channel"),
      handOvers: read(
        `SELECT token, from_channel AS "from", to_channel AS "to", times, hour FROM hand_overs
         WHERE token IN (SELECT value FROM json_each(?)) ORDER BY token, from_channel, to_channel`,
      ),
    });
  }

  /** The token was heard of on the channel. @param members - All tokens of its profile. @param now - Hours since 1970. */
  hear(token: LinkToken, channel: Channel, members: readonly LinkToken[], now: number): void {
    const [before] = this.of(members).heard.sort(
      (one, other) => other.hour - one.hour || other.sequence - one.sequence,
    );
    if (before && before.channel !== channel) this.#handOver(token, before.channel, channel, now);
    this.#sql.exec(
      `INSERT INTO heard SELECT ?, ?, ?, coalesce(max(sequence), 0) + 1 FROM heard WHERE true
       ON CONFLICT DO UPDATE SET hour = excluded.hour, sequence = excluded.sequence`,
      token,
      channel,
      now,
    );
  }

  #handOver(token: LinkToken, from: Channel, to: Channel, now: number): void {
    this.#sql.exec(
      `INSERT INTO hand_overs VALUES (?1, ?2, ?3, 1, ?4) ON CONFLICT DO UPDATE SET
         times = CASE WHEN hour <= ?4 - ?5 THEN 1 ELSE min(times + 1, ?6) END, hour = ?4`,
      token,
      from,
      to,
      now,
      HAND_OVER_HOURS,
      MAX_HAND_OVERS,
    );
  }

  insert({ heard, handOvers }: StoredJourney): void {
    for (const { token, channel, hour, sequence } of heard) {
      this.#sql.exec("INSERT INTO heard VALUES (?, ?, ?, ?)", token, channel, hour, sequence);
    }
    for (const { token, from, to, times, hour } of handOvers) {
      this.#sql.exec("INSERT INTO hand_overs VALUES (?, ?, ?, ?, ?)", token, from, to, times, hour);
    }
  }

  drop(tokens: readonly LinkToken[]): void {
    const its = JSON.stringify(tokens);
    this.#sql.exec("DELETE FROM heard WHERE token IN (SELECT value FROM json_each(?))", its);
    this.#sql.exec("DELETE FROM hand_overs WHERE token IN (SELECT value FROM json_each(?))", its);
  }

  /** Deletes what is over. @param now - Hours since 1970. */
  purge(now: number): void {
    this.#sql.exec("DELETE FROM heard WHERE hour <= ?", now - HEARD_HOURS);
    this.#sql.exec("DELETE FROM hand_overs WHERE hour <= ?", now - HAND_OVER_HOURS);
  }

  /** The hour in which something is over next; undefined if nothing is kept. */
  nextPurge(): number | undefined {
    const query = `SELECT min(hour) AS hour FROM (
      SELECT min(hour) + ${HEARD_HOURS} AS hour FROM heard UNION ALL
      SELECT min(hour) + ${HAND_OVER_HOURS} AS hour FROM hand_overs)`;
    return v.parse(v.strictObject({ hour: v.nullable(hour) }), this.#sql.exec(query).one()).hour ?? undefined;
  }
}
