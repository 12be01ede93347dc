import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { fromBase64url } from "@sedge/privacy/base64url";
import { addSums, cellSum, decodeSum, deriveVerifyKey, zeroSum } from "@sedge/privacy/contribution";
import { type Contribution, type Round, shapeOfMeasurement } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import { seededRandom } from "@sedge/testbed/seeded-random";
import { expect, test } from "vitest";
import { contributionOf, drawBallot, SMALL_SITE, send, voteFor } from "../../../test/contributor.ts";
import { aggregatorAdmin } from "../../../test/operator.ts";
import { keeper, openRound, order, pass, reportShards } from "../../../test/round-objects.ts";
import { seedsOf } from "../../../test/seeds.ts";
import { Aggregator } from "../aggregator.ts";
import type { ReportShard } from "./report-shard.ts";

/** Ends an object as a crash does: its memory is lost, and so are the requests that it is serving. */
async function kill(object: DurableObjectStub): Promise<void> {
  await runInDurableObject(object, (_, state) => state.abort("killed")).catch(() => undefined);
}

/** A crash of an operator in progress: the caller tries again later. */
const orNothing = <Value>(work: Promise<Value>): Promise<Value | undefined> => work.catch(() => undefined);

/** Ballots that the edge says it has counted. */
async function countedBallots(round: Round): Promise<Set<string>> {
  const query = "SELECT ballot FROM reports WHERE state = 'counted'";
  const ballots = await Promise.all(
    reportShards(round.round).map((shard) =>
      runInDurableObject(shard, (_, state) => state.storage.sql.exec<{ ballot: string }>(query).toArray()),
    ),
  );
  const all = ballots.flat().map(({ ballot }) => ballot);
  expect(new Set(all).size).toBe(all.length);
  return new Set(all);
}

/** What the edge's shares of exactly these contributions sum up to. */
async function sumOf(round: Round, contributions: readonly Contribution[]): Promise<BigUint64Array> {
  const votes = cellSum(shapeOfMeasurement(round.measurement), SMALL_SITE, round.round);
  const verifyKey = deriveVerifyKey(fromBase64url(env.VERIFY_KEY), SMALL_SITE, round.round);
  let sum = zeroSum(votes.shape);
  for (const { nonce, publicShare, edgeShare } of contributions) {
    const [own, open, share] = [nonce, publicShare, edgeShare].map(fromBase64url);
    if (!own || !open || !share) throw new Error("no share");
    sum = addSums(sum, (await votes.prepare("edge", verifyKey, own, open, share)).state.output);
  }
  return sum;
}

test.each(seedsOf(2))(
  "a round whose objects are killed at every step counts each contribution once, at both operators (SEDGE_SEED=%i repeats it)",
  { retry: 0 },
  async (seed) => {
    const random = seededRandom(seed);
    const minPeople = 2;
    const round = await openRound({ minPeople });
    const objects = () => [keeper(), ...reportShards(round.round)];
    const storm = async () => {
      // Both operators at once, or some of the edge's objects.
      if (random() < 0.3) await abortAllDurableObjects();
      else
        await Promise.all(
          objects()
            .filter(() => random() < 0.6)
            .map(kill),
        );
    };
    const sent: Contribution[] = [];
    const received = new Set<string>();
    const takePart = async (person: number) => {
      // A crash can take a whole wave's first tries: a device tries again.
      const ballot = (await orNothing(drawBallot(round))) ?? (await orNothing(drawBallot(round)));
      if (!ballot) return;
      const contribution = await contributionOf(
        round,
        ballot,
        voteFor(round, (person * 20) % round.measurement.centres.length),
      );
      sent.push(contribution);
      for (let time = 0; time < 2; time++) {
        const answer = await orNothing(send("contribution", contribution));
        if (answer?.status === 200) received.add(contribution.ballot.nonce);
        else expect([500, 503, undefined]).toContain(answer?.status);
      }
    };
    for (let wave = 0; wave < 3; wave++) {
      const work: Promise<unknown>[] = Array.from({ length: 8 }, (_, person) => takePart(person));
      for (const shard of reportShards(round.round)) work.push(orNothing(runDurableObjectAlarm(shard)));
      await Promise.race(work);
      await storm();
      await Promise.all(work);
      // And while what has come is checked with the second operator.
      const checks = reportShards(round.round).map((shard) => orNothing(runDurableObjectAlarm(shard)));
      await storm();
      await Promise.all(checks);
    }
    // The end of collecting, from here on step by step.
    for (let time = 0; time < 20; time++) {
      const isDrained = async (shard: DurableObjectStub<ReportShard>) => (await shard.close()).state === "drained";
      const drains = await Promise.all(reportShards(round.round).map((shard) => orNothing(isDrained(shard))));
      if (!drains.includes(false) && !drains.includes(undefined)) break;
      for (const shard of reportShards(round.round)) await orNothing(runDurableObjectAlarm(shard));
    }
    const counted = await countedBallots(round);
    for (const ballot of received) expect(counted).toContain(ballot);
    const shape = shapeOfMeasurement(round.measurement);
    const parts = await Promise.all(reportShards(round.round).map(async (shard) => shard.sum()));
    const sum = parts
      .flatMap((part) => part ?? [])
      .map((part) => decodeSum(shape, part))
      .reduce(addSums, zeroSum(shape));
    expect(sum).toEqual(
      await sumOf(
        round,
        sent.filter(({ ballot }) => counted.has(ballot.nonce)),
      ),
    );

    for (let time = 0; time < 6; time++) {
      const work = [orNothing(order({ action: "close" })), orNothing(runDurableObjectAlarm(keeper()))];
      if (time < 5) await storm();
      await Promise.all(work);
    }
    const over = await pass(round.round, 30);
    expect(over).toMatchObject({ people: counted.size });
    const { rounds } = await (await aggregatorAdmin("rounds", undefined, SMALL_SITE)).json<{ rounds: object[] }>();
    expect(rounds[0]).toMatchObject({ state: over.state, people: counted.size, end: over.end });
    // What it cost is counted once; a round that too few came to shows nothing, and costs nothing.
    expect((await keeper().report()).spent.rounds).toBe(counted.size < minPeople ? 0 : 1);
    // Only what lives is emptied after a test: the next one wants the first codebook.
    await new Aggregator(env).codebook(SMALL_SITE, undefined);
  },
);
