import { addNoise, addSums, type CellSum, cellSum, drawNoise, openSums, zeroSum } from "@sedge/privacy/contribution";
import type { RoundNoise } from "@sedge/privacy/accountant";
import type { RandomSource } from "@sedge/privacy/noise";
import type { MeasurementShape } from "@sedge/protocol";
import type { AuditScores } from "./empirical-epsilon.ts";

/** A small round with the worst case: one person whose vote changes the sums as much as a vote can. */
export const AUDITED_SHAPE: MeasurementShape = { cells: 3, coordinates: 3, bits: 8 };

/** Squares that add up to the bound, 16,383: no vote can change the sums more. */
const LONGEST = [127, 15, 5, 2, 0].slice(0, AUDITED_SHAPE.coordinates);
const TARGET_CELL = 1;

/** Both operators' shares of a sum. */
interface Sums {
  readonly edge: BigUint64Array;
  readonly aggregator: BigUint64Array;
}

/** Splits, proves and adds votes at both operators. */
async function counted(round: CellSum, votes: readonly { cell: number; values: number[] }[], random: RandomSource) {
  const verifyKey = random(32);
  const sums = { edge: zeroSum(round.shape), aggregator: zeroSum(round.shape) };
  for (const vote of votes) {
    const nonce = random(16);
    const { publicShare, edgeShare, aggregatorShare } = await round.split(vote, nonce, random);
    const edge = await round.prepare("edge", verifyKey, nonce, publicShare, edgeShare);
    const aggregator = await round.prepare("aggregator", verifyKey, nonce, publicShare, aggregatorShare);
    const decision = await round.decide(edge.message, aggregator.message);
    const [ofEdge, ofAggregator] = [round.finish(edge.state, decision), round.finish(aggregator.state, decision)];
    if (ofEdge === undefined || ofAggregator === undefined) throw new Error("an honest vote was refused");
    sums.edge = addSums(sums.edge, ofEdge);
    sums.aggregator = addSums(sums.aggregator, ofAggregator);
  }
  return sums;
}

/**
 * The view of an attacker that is one of the two operators, so that only the other operator's noise protects the round: the
 * likelihood ratio of each run's result, for runs with the person's vote and for runs with an empty vote.
 *
 * @param noise - The noise that the accountant counts.
 * @param share - The share of the noise's deviation that is drawn: 1, or less with a planted fault.
 * @param runs - The number of runs of each kind.
 */
export async function auditedScores(
  noise: RoundNoise,
  share: number,
  runs: number,
  random: RandomSource,
): Promise<AuditScores> {
  const round = cellSum(AUDITED_SHAPE, "audit", "r1");
  const others = Array.from({ length: 5 }, (_, index) => ({ cell: index % 3, values: [index * 9 - 20, 30, -index] }));
  const person = { cell: TARGET_CELL, values: LONGEST };
  const without = await counted(round, others, random);
  const withPerson = await counted(round, [...others, person], random);
  const drawn = { countStdDev: noise.countStdDev * share, sumStdDev: noise.sumStdDev * share };

  const { coordinates } = AUDITED_SHAPE;
  const scoreOf = ({ edge, aggregator }: Sums) => {
    const opened = openSums(AUDITED_SHAPE, edge, aggregator);
    const seen = opened.sums.slice(TARGET_CELL * coordinates, (TARGET_CELL + 1) * coordinates);
    const ofSums = seen.reduce((sum, value, index) => sum + value * (LONGEST[index] ?? 0), 0);
    return (opened.counts[TARGET_CELL] ?? 0) / noise.countStdDev ** 2 + ofSums / noise.sumStdDev ** 2;
  };
  const noisyScores = (sums: Sums) =>
    Array.from({ length: runs }, () =>
      scoreOf({ ...sums, edge: addNoise(sums.edge, drawNoise(AUDITED_SHAPE, drawn, random)) }),
    );
  return {
    withPerson: noisyScores(withPerson),
    without: noisyScores(without),
    middle: (scoreOf(withPerson) + scoreOf(without)) / 2,
  };
}
