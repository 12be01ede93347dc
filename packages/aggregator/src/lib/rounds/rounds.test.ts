import { abortAllDurableObjects, reset, runInDurableObject } from "cloudflare:test";
import { toBase64url } from "@sedge/privacy/base64url";
import { batchDigest, roundDigest, roundShardName, shardDigest } from "@sedge/operator/rounds";
import { addSums, decodeSum, encodeSum, openSums, zeroSum } from "@sedge/privacy/contribution";
import { PROBLEMS, type ReportBatch, type RoundTerms } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import {
  batchOf,
  call,
  check,
  type EdgeReport,
  openRound,
  randomText,
  reportsOfShard0,
  roundRequest,
  someReport,
  votesOf,
} from "../../../test/edge.ts";

const keeper = () => env.ROUND_KEEPER.get(env.ROUND_KEEPER.idFromName("demo"));
const shardOf = ({ round }: RoundTerms, shard: number) =>
  env.REPORT_SHARD.get(env.REPORT_SHARD.idFromName(roundShardName("demo", round, shard)));

afterEach(async () => {
  // Only what lives is emptied, and some of these tests end everything.
  await Promise.all([keeper().report(), env.CODEBOOK_REGISTRY.get(env.CODEBOOK_REGISTRY.idFromName("demo")).current()]);
  await reset();
});

async function codeOf(response: Response): Promise<string> {
  const { code, status } = await response.json<{ code: keyof typeof PROBLEMS; status: number }>();
  expect(response.status).toBe(PROBLEMS[code].status);
  expect(response.status).toBe(status);
  return code;
}

/** The edge's accepted set, when all reports came in one batch of shard 0. */
async function acceptedIn({ batch, reports }: ReportBatch): Promise<{ people: number; digest: string }> {
  const digest = await batchDigest(
    batch,
    reports.map(({ nonce }) => nonce),
  );
  return { people: reports.length, digest: await roundDigest([await shardDigest([digest]), await shardDigest([])]) };
}

describe("a round", () => {
  test("has terms that stay, and no other begins beside it or on another codebook", async () => {
    const request = roundRequest();
    const [one, two] = await Promise.all([call("openRound", request), call("openRound", request)]);
    expect(await one.json()).toEqual(await two.json());
    expect(await codeOf(await call("openRound", { ...request, epsilon: 2 }))).toBe("round-order");
    expect(await codeOf(await call("openRound", roundRequest()))).toBe("round-order");
    await call("abandonRound", { reason: "ordered" }, request.round);
    expect(await codeOf(await call("openRound", roundRequest({ generation: 1 })))).toBe("round-order");
    expect(await codeOf(await call("openRound", request))).toBe("round-order");
    expect((await call("openRound", roundRequest())).status).toBe(200);
  });

  test("is refused when it would cost more than this operator allows in all", async () => {
    expect(await codeOf(await call("openRound", roundRequest({ epsilon: 8.1 })))).toBe("privacy-budget-spent");
    expect((await call("openRound", roundRequest({ epsilon: 7.9 }))).status).toBe(200);
  });

  test("has no more ballots signed than two for each that may take part", async () => {
    const { round } = await openRound({ maxPeople: 2 });
    const blinded = "4pPTdbsKnQ2I0Sk-kUK-RmZ0y1cEHKZLIdRr1RoTBVo";
    const answers: number[] = [];
    for (let ballot = 0; ballot < 5; ballot++) answers.push((await call("ballotShare", { blinded }, round)).status);
    expect(answers.slice(0, 4).every((status) => status === answers[0])).toBe(true);
    expect(answers[4]).toBe(429);
  });

  test("keeps no key once it is over", async () => {
    const terms = await openRound();
    expect(await keeper().work(terms.round)).toBeDefined();
    await call("abandonRound", { reason: "ordered" }, terms.round);
    const held = await runInDurableObject(keeper(), (_, state) =>
      state.storage.sql.exec("SELECT * FROM held").toArray(),
    );
    expect(held).toEqual([]);
    expect(await codeOf(await call("ballotShare", { blinded: randomText(32) }, terms.round))).toBe("round-not-open");
  });
});

describe("a batch", () => {
  test("is counted once, also when both operators' crash has lost the answer", async () => {
    const terms = await openRound();
    const reports = await reportsOfShard0(terms, 3);
    const batch = batchOf(reports);
    const verdicts = await check(terms, batch);
    await abortAllDurableObjects();
    expect(await check(terms, batch)).toEqual(verdicts);
    const votes = votesOf(terms);
    const sum = await shardOf(terms, 0).sum();
    if (!sum) throw new Error("no sum");
    const edge = reports.map(({ output }) => output).reduce(addSums, zeroSum(votes.shape));
    const { counts } = openSums(votes.shape, edge, decodeSum(votes.shape, sum));
    expect(counts.map((count, cell) => [cell, count]).filter(([, count]) => count !== 0)).toEqual([
      [0, 1],
      [1, 1],
      [2, 1],
    ]);
  });

  test("killed at any moment, counts each report once or not at all", async () => {
    const terms = await openRound();
    const batches = (await reportsOfShard0(terms, 4)).map((report) => batchOf([report]));
    for (const batch of batches) {
      const checking = check(terms, batch).catch(() => undefined);
      await abortAllDurableObjects();
      await checking;
      const [verdict] = await check(terms, batch);
      expect(verdict).toHaveProperty("message");
    }
    expect(await shardOf(terms, 0).close()).toMatchObject({ people: batches.length });
  });

  test("with a ballot that was spent, was never signed, or belongs elsewhere gets a fault for it alone", async () => {
    const terms = await openRound();
    const [first, second, third, fourth] = (await reportsOfShard0(terms, 4)) as [
      EdgeReport,
      EdgeReport,
      EdgeReport,
      EdgeReport,
    ];
    await check(terms, batchOf([first]));
    const foreign = { ...second, report: { ...second.report, ballot: first.report.ballot } };
    const broken = { ...third, report: { ...third.report, message: third.report.message.replace(/^..../, "AAAA") } };
    const verdicts = await check(terms, batchOf([first, foreign, broken, fourth, fourth]));
    const faults = verdicts.map((verdict) => ("fault" in verdict ? verdict.fault : "accepted"));
    expect(faults).toEqual(["ballot-spent", "bad-seal", "bad-proof", "accepted", "ballot-spent"]);
    expect(await check(terms, batchOf([third], 1))).toEqual([{ fault: "wrong-shard" }]);
  });

  test("has a name that no other takes, and comes too late once the round is closed", async () => {
    const terms = await openRound();
    const [one, two] = (await reportsOfShard0(terms, 2)) as [EdgeReport, EdgeReport];
    const batch = batchOf([one]);
    await check(terms, batch);
    expect(await codeOf(await call("checkBatch", { ...batchOf([two]), batch: batch.batch }, terms.round))).toBe(
      "malformed-request",
    );
    await call("closeRound", { people: 9, digest: randomText(32) }, terms.round);
    expect(await codeOf(await call("checkBatch", batchOf([two]), terms.round))).toBe("round-not-open");
  });
});

describe("the end of a round", () => {
  test("is not opened where the operators disagree, or too few took part", async () => {
    const terms = await openRound();
    const batch = batchOf(await reportsOfShard0(terms, 2));
    await check(terms, batch);
    const wrong = { ...(await acceptedIn(batch)), digest: randomText(32) };
    const end = { state: "abandoned", reason: "operators-disagree" };
    expect(await (await call("closeRound", wrong, terms.round)).json()).toEqual({ state: "abandoned", end });
    const few = await openRound({ minPeople: 3 });
    const other = batchOf(await reportsOfShard0(few, 2));
    await check(few, other);
    expect(await (await call("closeRound", await acceptedIn(other), few.round)).json()).toEqual({
      state: "abandoned",
      end: { state: "abandoned", reason: "too-few-people" },
    });
    expect((await keeper().report()).spent).toMatchObject({ rounds: 0, rho: 0 });
  });

  test("adds noise once and opens one sum, even after crashes and repeated requests", async () => {
    const terms = await openRound();
    const reports = await reportsOfShard0(terms, 2);
    const batch = batchOf(reports);
    await check(terms, batch);
    const closed = await (await call("closeRound", await acceptedIn(batch), terms.round)).json();
    expect(closed).toEqual({ state: "verified", end: null });
    const votes = votesOf(terms);
    const sum = toBase64url(encodeSum(reports.map(({ output }) => output).reduce(addSums, zeroSum(votes.shape))));
    const asking = call("openSums", { sum }, terms.round).catch(() => undefined);
    await abortAllDurableObjects();
    await asking;
    const first = await (await call("openSums", { sum }, terms.round)).json<{ state: string; end: object }>();
    expect(["published", "abandoned"]).toContain(first.state);
    const another = toBase64url(encodeSum(zeroSum(votes.shape)));
    expect(await (await call("openSums", { sum: another }, terms.round)).json()).toEqual(first);
    expect((await keeper().report()).spent).toMatchObject({ rounds: 1, rho: terms.rho });
    expect(await shardOf(terms, 0).sum()).toBeUndefined();
  });

  test("an invalid share of the edge opens nothing, and its privacy cost is charged", async () => {
    const terms = await openRound();
    const batch = batchOf(await reportsOfShard0(terms, 2));
    await check(terms, batch);
    await call("closeRound", await acceptedIn(batch), terms.round);
    expect(await (await call("openSums", { sum: randomText(8) }, terms.round)).json()).toEqual({
      state: "abandoned",
      end: { state: "abandoned", reason: "implausible-sums" },
    });
    expect((await keeper().report()).spent.rounds).toBe(1);
  });

  test("before it is closed nothing is opened, and of an unknown round nothing is known", async () => {
    const terms = await openRound();
    expect(await (await call("openSums", { sum: "AAAA" }, terms.round)).json()).toEqual({
      state: "collecting",
      end: null,
    });
    expect(await codeOf(await call("openSums", { sum: "AAAA" }, randomText(16)))).toBe("no-round");
  });
});

test("a ballot's report is checked by the one object that it hashes to", async () => {
  const terms = await openRound();
  const shards = new Set<number>();
  for (let report = 0; report < 12; report++) shards.add((await someReport(terms, 0)).shard);
  expect(shards).toEqual(new Set([0, 1]));
});
