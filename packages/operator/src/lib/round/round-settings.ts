import { MIN_ROUND_PEOPLE } from "@sedge/protocol";
import * as v from "valibot";

const number = (usual: number, ...checks: [v.MinValueAction<number, number, undefined>]) =>
  v.optional(v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.finite(), ...checks), usual);

/**
 * The variables of rounds that both operators have.
 *
 * - `LEARNING_MAX_EPSILON`, 8: what all rounds of a site together may cost a person who took part in every one. A round that
 *   would exceed it is not opened; each operator keeps its own account.
 * - `LEARNING_MIN_SPREAD_SECONDS`, 900: the aggregator signs no terms that spread votes over less, or that leave less than twice this
 *   until the deadline. An edge that could set it to nothing would match each vote with its ballot.
 * - `LEARNING_MIN_PEOPLE`, 500: the aggregator signs no terms of a round that opens the sum of fewer people. Devices vote in no
 *   smaller round, unless the edge is on a loopback address.
 * - `BALLOTS_PER_PERSON`, 2: how many ballots the aggregator signs for a round, a person that may take part: repeats, and those who
 *   draw one and send nothing. It limits how many votes a hostile edge could add.
 */
export const ROUND_SETTINGS = {
  LEARNING_MAX_EPSILON: number(8, v.minValue(0)),
  LEARNING_MIN_SPREAD_SECONDS: number(900, v.minValue(0)),
  LEARNING_MIN_PEOPLE: number(MIN_ROUND_PEOPLE, v.minValue(2)),
  BALLOTS_PER_PERSON: number(2, v.minValue(1)),
};

/**
 * The variable of ballots that pages draw, with and without a profile, which only the edge counts: 16 a round for an IPv4 address or a
 * /64 of IPv6, twice that for a /56 or a /48. A subscriber with all of these casts 48 votes, fewer than the 50 people that a cell needs
 * before a device names it: nobody fills a cell alone. A household draws a few, an office some tens; its further people do not vote.
 */
export const BALLOT_SETTINGS = {
  BALLOTS_PER_ADDRESS_PER_ROUND: number(16, v.minValue(1)),
};
