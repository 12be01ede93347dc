import { CellPath, Channel, Generation, LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import { BallotRows, type DrawnBallot } from "./ballot-rows.ts";
import { ComponentRows } from "./component-rows.ts";
import { inOrder, OperationKey } from "../operations/operation.ts";
import {
  type BallotResult,
  type Bundle,
  OperationResult,
  type ProfileSummary,
  type StoredProfile,
} from "../operations/results.ts";
import { currentCodewords } from "./profile.ts";
import { JourneyRows } from "../../triggers/journey-rows.ts";
import { journeyOf } from "../../triggers/profile-journey.ts";
import { TriggerRows } from "../../triggers/trigger-rows.ts";

const ObservationRow = v.pipe(
  v.strictObject({ token: LinkToken, channel: Channel, generation: Generation, path: CellPath, sequence: v.number() }),
  v.transform(({ token, channel, generation, path, sequence }) => ({
    token,
    channel,
    codeword: { generation, path },
    sequence,
  })),
);
/** JSON of an result, as the tables keep it. */
export const ResultJson = v.pipe(v.string(), v.parseJson(), OperationResult);
const ResultRow = v.strictObject({ key: OperationKey, token: LinkToken, result: ResultJson, at: v.number() });
const TokenRow = v.strictObject({ token: LinkToken });
const ProfileRow = v.strictObject({ profile: v.number() });

type Value = ArrayBuffer | string | number | null;

/** The rows of the profiles that are at home in a shard. Each method is one step inside the caller's transaction. */
export class ProfileRows {
  readonly components: ComponentRows;
  readonly ballots: BallotRows;
  readonly journey: JourneyRows;
  readonly triggers: TriggerRows;
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.components = new ComponentRows(sql);
    this.ballots = new BallotRows(sql);
    this.journey = new JourneyRows(sql);
    this.triggers = new TriggerRows(sql);
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

  /** The token has signed something today. */
  touch(token: LinkToken): void {
    const today = "unixepoch() / 86400";
    this.#sql.exec(`UPDATE members SET day = ${today} WHERE token = ? AND day < ${today}`, token);
  }

  /** What the tokens of a profile have observed. */
  observations(tokens: readonly LinkToken[]): Bundle["observations"] {
    const query = "SELECT * FROM observations WHERE token IN (SELECT value FROM json_each(?)) ORDER BY token, channel";
    return this.#rows(ObservationRow, query, JSON.stringify(tokens));
  }

  /**
   * Draws the profile's ballot for one of its tokens. A guest device neither draws it nor prevents the others from
   * drawing it.
   */
  drawBallot(token: LinkToken, profile: number, draw: Omit<DrawnBallot, "token">): BallotResult["ballot"] {
    const guests = this.components.guests(this.components.of(token));
    if (guests.has(token)) return "guest";
    const members = this.members(profile).filter((member) => !guests.has(member));
    return this.ballots.draw(members, draw) ? "drawn" : "drawn-before";
  }

  /** The current codeword of each channel of a profile. */
  codewords(profile: number): ProfileSummary["codewords"] {
    return currentCodewords(this.observations(this.members(profile)));
  }

  load(profile: number): StoredProfile {
    const members = this.members(profile);
    const isMember = (token: LinkToken) => members.includes(token);
    const component = this.components.of(members[0]);
    const effective = this.components.effective(component);
    const guests = this.components.guests(component);
    return {
      members,
      guests: members.filter((token) => guests.has(token)),
      edges: this.components
        .edges(members)
        .filter(({ a, b, kind }) => (isMember(a) && isMember(b)) || kind === "household"),
      observations: this.observations(members),
      history: inOrder(this.components.operations(component))
        .filter((operation) => operation.tokens.some(isMember))
        .map((operation) => ({ operation, effective: effective.has(operation.key) })),
      drawn: this.ballots.of(members).map(({ token, round }) => ({ token, round })),
      journey: journeyOf(this, members),
    };
  }

  bundle(component: number): Bundle {
    const members = this.components.members(component);
    const tokens = members.map(({ token }) => token);
    const query = "SELECT * FROM operation_results WHERE token IN (SELECT value FROM json_each(?))";
    return {
      members,
      edges: this.components.edges(tokens),
      operations: this.components.operations(component),
      effective: [...this.components.effective(component)],
      observations: this.observations(tokens),
      results: this.#rows(ResultRow, query, JSON.stringify(tokens)),
      ballots: this.ballots.of(tokens),
      journey: this.journey.of(tokens),
      triggers: this.triggers.of(tokens),
    };
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

  /** Writes a component as it left a shard; `move` marks it as arriving. */
  insert(bundle: Bundle, move: string | null): void {
    this.components.insert(bundle, move);
    for (const { token, channel, codeword, sequence } of bundle.observations) {
      const { generation, path } = codeword;
      this.#sql.exec("INSERT INTO observations VALUES (?, ?, ?, ?, ?)", token, channel, generation, path, sequence);
    }
    for (const { key, token, result, at } of bundle.results) {
      this.#sql.exec("INSERT INTO operation_results VALUES (?, ?, ?, ?)", key, token, JSON.stringify(result), at);
    }
    this.ballots.insert(bundle.ballots);
    this.journey.insert(bundle.journey);
    this.triggers.insert(bundle.triggers);
  }

  /** Deletes what belongs to tokens, but not their membership with their ballots, nor the operations that name them. */
  dropContent(tokens: readonly LinkToken[]): void {
    for (const token of tokens) {
      this.#sql.exec("DELETE FROM edges WHERE a = ? OR b = ?", token, token);
      this.#sql.exec("DELETE FROM observations WHERE token = ?", token);
      this.#sql.exec("DELETE FROM operation_results WHERE token = ?", token);
    }
    this.journey.drop(tokens);
    this.triggers.drop(tokens);
  }

  dropMembers(tokens: readonly LinkToken[]): void {
    for (const token of tokens) this.#sql.exec("DELETE FROM members WHERE token = ?", token);
    this.ballots.drop(tokens);
  }
}
