import { Codebook, GenerationReport, Manifest, type Round } from "@sedge/protocol";
import type { EdgeRouteName } from "@sedge/protocol/routes";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { expect, test } from "vitest";
import { executionContext } from "../../../test/context.ts";
import { contribute, SMALL_SITE } from "../../../test/contributor.ts";
import { aggregatorAdmin } from "../../../test/operator.ts";
import { openRound, order, pass } from "../../../test/round-objects.ts";
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

test("thirty contributions become the next generation, through both Workers", async () => {
  const round = await openRound();
  await peopleIn(round);
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
  expect(report.cards.map(({ id }) => id).sort()).toEqual(codebook.clusters.map(({ id }) => id).sort());
  expect(await problemOf(await later("generation", { generation: "0" }))).toEqual(problem(404, "unknown-generation"));
});
