import { epsilonOf } from "@sedge/privacy/accountant";
import { decodeSum, drawNoise, encodeSum, openSums, zeroSum } from "@sedge/privacy/contribution";
import type { RandomSource } from "@sedge/privacy/noise";
import { seededRandom } from "@sedge/privacy/seeded-random";
import { type RoundTerms, shapeOfMeasurement } from "@sedge/protocol";
import { describe, expect, test } from "vitest";
import { gaussianFit } from "../../../../privacy/test/gaussian-fit.ts";
import { verifiedRound } from "../../../test/round-record.ts";
import { sqliteStorage } from "../../../test/sqlite-storage.ts";
import { type RoundRecord, RoundRows } from "./round-rows.ts";

const NOW = 1_790_000_000;
const shapeOf = ({ measurement }: RoundTerms) => shapeOfMeasurement(measurement);

/** A sum with `value` in its element `index`. */
function sumOf(terms: RoundTerms, index: number, value: bigint): Uint8Array {
  const sum = zeroSum(shapeOf(terms));
  sum[index] = value;
  return encodeSum(sum);
}

/** The noised share as signed numbers: the other operator's share is zero. */
function shareOf(rows: RoundRows, terms: RoundTerms): { counts: number[]; sums: number[] } {
  const shape = shapeOf(terms);
  const stored = rows.held(terms.round, "noised-sum");
  if (!stored) throw new Error("there is no noised share");
  return openSums(shape, decodeSum(shape, stored), zeroSum(shape));
}

/** Rounds at one operator whose noise comes of `seed`. */
function operator(seed: string) {
  const rows = new RoundRows(sqliteStorage());
  const random: RandomSource = seededRandom(seed);
  const noised = (
    { record, terms }: { record: RoundRecord; terms: RoundTerms },
    ...sums: (Uint8Array | undefined)[]
  ) => {
    rows.put(record);
    rows.addNoise(record, terms, sums, random, NOW);
    return shareOf(rows, terms);
  };
  return { rows, noised };
}

describe("one operator's noise", () => {
  // Red when round-rows.ts stores the sum without `addNoise`, swaps the two deviations, or draws with a variance for a deviation.
  test("has the stated discrete Gaussian distribution in the counts and in the sums of rounds without votes", () => {
    const { noised } = operator("distribution");
    const rounds = [1, 2, 3, 4, 5, 6, 7, 8].map((fill) => noised(verifiedRound(fill, 550), undefined));
    const { countStdDev, sumStdDev } = verifiedRound().terms.noise;
    for (const [drawn, stdDev] of [
      [rounds.flatMap(({ counts }) => counts), countStdDev],
      [rounds.flatMap(({ sums }) => sums), sumStdDev],
    ] as const) {
      const fit = gaussianFit(drawn, stdDev ** 2);
      expect(Math.abs(fit.mean)).toBeLessThan(4 * (stdDev / Math.sqrt(drawn.length)));
      expect(Math.abs(fit.variance / stdDev ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / drawn.length));
      expect(Math.abs(fit.kurtosis - 3)).toBeLessThan(4 * Math.sqrt(24 / drawn.length));
      expect(fit.degrees).toBeGreaterThan(10);
      expect(fit.chiSquare).toBeLessThan(fit.chiSquareLimit);
    }
  });

  test("is added to the sum of all shards, of which some accepted nothing", () => {
    const round = verifiedRound();
    const { counts, sums } = operator("shards").noised(
      round,
      sumOf(round.terms, 1, 5_000n),
      undefined,
      sumOf(round.terms, 4, 90_000n),
    );
    const noise = drawNoise(shapeOf(round.terms), round.terms.noise, seededRandom("shards")).map(Number);
    const truth = [0, 5_000, 0, 0, 90_000, 0, 0, 0, 0];
    expect([...counts, ...sums]).toEqual(truth.map((value, index) => value + (noise[index] ?? Number.NaN)));
  });

  test("is drawn separately for each round", () => {
    const { noised } = operator("rounds");
    expect(noised(verifiedRound(1))).not.toEqual(noised(verifiedRound(2)));
  });

  // Red when the cost is not stored, is stored under another rho, or twice for one round.
  test("is charged to the privacy account exactly once per round", () => {
    const { rows, noised } = operator("charge");
    expect(rows.spent(3e-6)).toMatchObject({ rounds: 0, rho: 0, epsilon: 0 });
    noised(verifiedRound(1));
    expect(rows.spent(3e-6)).toMatchObject({ rounds: 1, rho: 0.37, epsilon: epsilonOf(0.37, 3e-6), delta: 3e-6 });
    noised(verifiedRound(1));
    expect(rows.spent(3e-6)).toMatchObject({ rounds: 1, rho: 0.37 });
    noised(verifiedRound(2));
    expect(rows.spent(3e-6).rho).toBeCloseTo(0.74, 12);
    expect(rows.spent(3e-6, 0.1).rho).toBeCloseTo(0.84, 12);
    expect(rows.spent(3e-6).rounds).toBe(2);
  });

  test("stores a round with its cost and state, or nothing at all", () => {
    const storage = sqliteStorage();
    const rows = new RoundRows(storage);
    const { record, terms } = verifiedRound();
    rows.put(record);
    storage.sql.exec("DROP TABLE spendings");
    expect(() => rows.addNoise(record, terms, [], seededRandom("crash"), NOW)).toThrow("spendings");
    expect(rows.held(terms.round, "noised-sum")).toBeUndefined();
    expect(rows.find(terms.round)?.progress.state).toBe("verified");
  });

  test("refuses a part that is not a sum of the round, and charges nothing", () => {
    const { rows, noised } = operator("foreign");
    expect(() => noised(verifiedRound(), new Uint8Array(7))).toThrow();
    expect(rows.spent(3e-6).rounds).toBe(0);
  });
});

describe("the stored rounds", () => {
  test("are listed latest first, and one that is stored again keeps its place", () => {
    const { rows } = operator("listed");
    const rounds = [1, 2, 3].map((fill) => verifiedRound(fill).record);
    for (const record of rounds) rows.put(record);
    rows.put(rounds[0] as RoundRecord);
    expect(rows.latest(2)).toEqual([rounds[2], rounds[1]]);
    expect(rows.latest(9)).toHaveLength(3);
    expect(rows.running()).toEqual(rounds[2]);
    expect(rows.find(verifiedRound(9).terms.round)).toBeUndefined();
  });

  test("change as their state allows, and lose their secrets with their end", () => {
    const { rows } = operator("ended");
    const { record, terms } = verifiedRound();
    rows.put(record);
    rows.keep(terms.round, "secret", Uint8Array.of(1, 2));
    expect(rows.apply(record, { kind: "agreed" })).toBeUndefined();
    expect(rows.held(terms.round, "secret")).toEqual(Uint8Array.of(1, 2));
    const ended = rows.apply(record, { kind: "ended", end: { state: "abandoned", reason: "ordered" } });
    expect(ended?.progress.state).toBe("abandoned");
    expect(rows.find(terms.round)).toEqual(ended);
    expect(rows.held(terms.round, "secret")).toBeUndefined();
    expect(rows.running()).toBeUndefined();
  });
});
