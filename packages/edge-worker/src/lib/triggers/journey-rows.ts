import { TRANSITION_HOURS } from "@sedge/features/journey";
import { Channel, ChannelTransition, LinkToken, MAX_TRANSITIONS } from "@sedge/protocol";
import * as v from "valibot";

const hour = v.pipe(v.number(), v.integer(), v.minValue(0));

/** That a token was seen on a channel. `sequence` orders what a shard seen in one hour. */
const SeenRow = v.strictObject({ token: LinkToken, channel: Channel, hour, sequence: v.number() });
/** A person's transition from one channel to another when the token was seen, and the last time of it. */
const TransitionRow = v.strictObject({ token: LinkToken, ...ChannelTransition.entries, hour });

/** What is kept of the way of some tokens through the channels. */
export const StoredJourney = v.strictObject({ seen: v.array(SeenRow), transitions: v.array(TransitionRow) });
export type StoredJourney = v.InferOutput<typeof StoredJourney>;

/** A channel that is not seen for so long, in hours, is forgotten: somewhat over the year that rules look back. */
const SEEN_HOURS = 400 * 24;

/**
 * When a profile was seen, on which channel, and how it changed channels. Every row is of one token and goes where that goes: by a
 * merge, a split, a move, an erasure. Hours are the finest that is stored, and changes are counted to three.
 */
export class JourneyRows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  of(tokens: readonly LinkToken[]): StoredJourney {
    const its = JSON.stringify(tokens);
    const read = (query: string) => this.#sql.exec(query, its).toArray();
    return v.parse(StoredJourney, {
      seen: read("SELECT * FROM seen WHERE token IN (SELECT value FROM json_each(?)) ORDER BY token, channel"),
      transitions: read(
        `SELECT token, from_channel AS "from", to_channel AS "to", times, hour FROM channel_transitions
         WHERE token IN (SELECT value FROM json_each(?)) ORDER BY token, from_channel, to_channel`,
      ),
    });
  }

  /** The token was seen on the channel. @param members - All tokens of its profile. @param now - Hours since 1970. */
  hear(token: LinkToken, channel: Channel, members: readonly LinkToken[], now: number): void {
    const [before] = this.of(members).seen.sort((one, other) => other.hour - one.hour || other.sequence - one.sequence);
    if (before && before.channel !== channel) this.#recordTransition(token, before.channel, channel, now);
    this.#sql.exec(
      `INSERT INTO seen SELECT ?, ?, ?, coalesce(max(sequence), 0) + 1 FROM seen WHERE true
       ON CONFLICT DO UPDATE SET hour = excluded.hour, sequence = excluded.sequence`,
      token,
      channel,
      now,
    );
  }

  #recordTransition(token: LinkToken, from: Channel, to: Channel, now: number): void {
    this.#sql.exec(
      `INSERT INTO channel_transitions VALUES (?1, ?2, ?3, 1, ?4) ON CONFLICT DO UPDATE SET
         times = CASE WHEN hour <= ?4 - ?5 THEN 1 ELSE min(times + 1, ?6) END, hour = ?4`,
      token,
      from,
      to,
      now,
      TRANSITION_HOURS,
      MAX_TRANSITIONS,
    );
  }

  insert({ seen, transitions }: StoredJourney): void {
    for (const { token, channel, hour, sequence } of seen) {
      this.#sql.exec("INSERT INTO seen VALUES (?, ?, ?, ?)", token, channel, hour, sequence);
    }
    for (const { token, from, to, times, hour } of transitions) {
      this.#sql.exec("INSERT INTO channel_transitions VALUES (?, ?, ?, ?, ?)", token, from, to, times, hour);
    }
  }

  drop(tokens: readonly LinkToken[]): void {
    const its = JSON.stringify(tokens);
    this.#sql.exec("DELETE FROM seen WHERE token IN (SELECT value FROM json_each(?))", its);
    this.#sql.exec("DELETE FROM channel_transitions WHERE token IN (SELECT value FROM json_each(?))", its);
  }

  /** Deletes what is over. @param now - Hours since 1970. */
  purge(now: number): void {
    this.#sql.exec("DELETE FROM seen WHERE hour <= ?", now - SEEN_HOURS);
    this.#sql.exec("DELETE FROM channel_transitions WHERE hour <= ?", now - TRANSITION_HOURS);
  }

  /** The hour in which something is over next; undefined if nothing is kept. */
  nextPurge(): number | undefined {
    const query = `SELECT min(hour) AS hour FROM (
      SELECT min(hour) + ${SEEN_HOURS} AS hour FROM seen UNION ALL
      SELECT min(hour) + ${TRANSITION_HOURS} AS hour FROM channel_transitions)`;
    return v.parse(v.strictObject({ hour: v.nullable(hour) }), this.#sql.exec(query).one()).hour ?? undefined;
  }
}
