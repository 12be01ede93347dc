import { MIN_ROUND_PEOPLE } from "@sedge/protocol";
import * as v from "valibot";
import type { ElementLimits } from "../prf/element-window.ts";

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
 * The variables of ballots for visitors without a profile, which only the edge issues: 10 a minute and 100 a day for a network
 * address. A household draws a few per round, an office some tens. Posing as many people takes as many addresses.
 */
export const BALLOT_SETTINGS = {
  BALLOTS_PER_ADDRESS_PER_MINUTE: number(10, v.minValue(1)),
  BALLOTS_PER_ADDRESS_PER_DAY: number(100, v.minValue(1)),
};
const Ballots = v.object(BALLOT_SETTINGS);

/** The settings' budget of an address. */
export function ballotLimits(settings: v.InferOutput<typeof Ballots>): ElementLimits {
  return { perMinute: settings.BALLOTS_PER_ADDRESS_PER_MINUTE, perDay: settings.BALLOTS_PER_ADDRESS_PER_DAY };
}
