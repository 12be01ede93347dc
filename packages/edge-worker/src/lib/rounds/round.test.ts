import { Codebook, GenerationReport, Manifest, type Round, shapeOfMeasurement } from "@sedge/protocol";
import type { EdgeRouteName } from "@sedge/protocol/routes";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { expect, test } from "vitest";
import { gaussianFit } from "../../../../privacy/test/gaussian-fit.ts";
import { executionContext } from "../../../test/context.ts";
import { contribute, SMALL_SITE } from "../../../test/contributor.ts";
import { aggregatorKeeper, openedNoise, seedNoise } from "../../../test/opened-noise.ts";
import { aggregatorAdmin } from "../../../test/operator.ts";
import { keeper, openRound, order, pass } from "../../../test/round-objects.ts";
import { address, problem, problemOf } from "../../../test/visitor.ts";
import { edgeApp } from "../app.ts";

/** What a fresh isolate answers some minutes later, and again once what it left for later is done. */
async function later(route: EdgeRouteName, parameters: Record<string, string> = {}): Promise<Response> {
  const app = edgeApp(() => Date.now() + 120_000);
  const context = executionContext();
  const ask = () => app.fetch(new Request(address(route, { site: SMALL_SITE, ...parameters })), env, context);
  await ask();
  await context.settled();
  return edgeApp(() => Date.now() + 240_000).fetch(
    new Request(address(route, { site: SMALL_SITE, ...parameters })),
    env,
    context,
  );
}

/** Three kinds of people, far from each other. */
async function peopleIn(round: Round): Promise<void> {
  for (let person = 0; person < 30; person++) await contribute(round, (person % 3) * 20);
}

/** What those people's votes come to without noise. */
function truthOf({ measurement }: Round) {
  const { cells, coordinates } = shapeOfMeasurement(measurement);
  const counts = Array.from({ length: cells }, (_, cell) => ([0, 20, 40].includes(cell) ? 10 : 0));
  return { counts, sums: Array.from({ length: cells * coordinates }, () => 0) };
}

/**
 * The opened sums have both operators' noise in them, each as large as the terms state, and state √2 of it. Red when either
 * operator adds none, adds the other's, adds more or less, or publishes one operator's deviation.
 */
async function expectNoise(round: Round): Promise<void> {
  const { both, seeded, added, published } = await openedNoise(round, truthOf(round));
  expect(added).toEqual(seeded);
  for (const [name, stdDev] of [
    ["counts", round.noise.countStdDev],
    ["sums", round.noise.sumStdDev],
  ] as const) {
    const deviations = 4 * Math.sqrt(2 / both[name].length);
    for (const drawn of [added.edge[name], added.aggregator[name]]) {
      const { mean, variance, exactVariance, chiSquare, chiSquareLimit, degrees } = gaussianFit(drawn, stdDev ** 2);
      expect(Math.abs(mean)).toBeLessThan(4 * (stdDev / Math.sqrt(drawn.length)));
      expect(Math.abs(variance / exactVariance - 1)).toBeLessThan(deviations);
      if (degrees > 1) expect(chiSquare).toBeLessThan(chiSquareLimit);
    }
    const { variance, exactVariance } = gaussianFit(both[name], stdDev ** 2);
    expect(Math.abs(variance / (2 * exactVariance) - 1)).toBeLessThan(deviations);
    expect(published[name]).toBeCloseTo(Math.SQRT2 * stdDev, 10);
  }
}

/** Both operators have charged the round once, at what its stated noise costs: bits 8 bound a vote's squared length by 4^7 - 1. */
async function expectCharge({ noise: { countStdDev, sumStdDev } }: Round): Promise<void> {
  const rho = 1 / (2 * countStdDev ** 2) + (4 ** 7 - 1) / (2 * sumStdDev ** 2);
  for (const { spent } of [await keeper().report(), await aggregatorKeeper().report()]) {
    expect(spent.rounds).toBe(1);
    expect(spent.rho).toBeCloseTo(rho, 10);
  }
}

test("thirty contributions become the next generation, through both Workers, each of which adds its noise once", async () => {
  const round = await openRound();
  await peopleIn(round);
  await seedNoise();
  expect((await order({ action: "close" })).status).toBe(200);
  const over = await pass(round.round);
  expect(over).toMatchObject({ state: "published", people: 30, end: { generation: 1 } });
  const theirs = await (await aggregatorAdmin("rounds", undefined, SMALL_SITE)).json();
  expect(theirs).toMatchObject({ rounds: [{ state: "published", people: 30 }], spent: { rounds: 1, rho: over.rho } });

  const manifest = v.parse(Manifest, await (await later("manifest")).json());
  expect(manifest.codebook.generation).toBe(1);
  expect(manifest.learning).toMatchObject({ round: null, spent: { rounds: 1 } });
  expect(manifest.learning.spent.epsilon).toBeCloseTo(20, 2);
  const { sha256 } = manifest.codebook;
  const codebook = v.parse(Codebook, await (await later("codebook", { sha256 })).json());
  expect(codebook).toMatchObject({ generation: 1, source: "round" });
  const report = v.parse(GenerationReport, await (await later("generation", { generation: "1" })).json());
  expect(report.people).toBe(30);
  expect(report.countStdDev).toBeCloseTo(Math.SQRT2 * round.noise.countStdDev, 10);
  await expectNoise(round);
  await expectCharge(round);
  expect(report.cards.map(({ id }) => id).sort()).toEqual(codebook.clusters.map(({ id }) => id).sort());
  expect(await problemOf(await later("generation", { generation: "0" }))).toEqual(problem(404, "unknown-generation"));
});
