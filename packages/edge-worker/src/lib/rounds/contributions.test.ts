import { runInDurableObject } from "cloudflare:test";
import type { Contribution, Round } from "@sedge/protocol";
import { describe, expect, test } from "vitest";
import { flipped, tampered } from "../../../test/cheating.ts";
import { contribute, contributionOf, drawBallot, LEARN, send, voteFor } from "../../../test/contributor.ts";
import { keeper, openRound, order, pass, reportShards } from "../../../test/round-objects.ts";
import { problem, problemOf, randomText } from "../../../test/visitor.ts";

const made = async (round: Round) => contributionOf(round, await drawBallot(round), voteFor(round, 0));
const answer = async (contribution: object) => problemOf(await send("contribution", contribution));

/** What of a closed round counted, once every object has done its work. */
async function counted(round: Round): Promise<number | null> {
  await order({ action: "close" });
  return (await pass(round.round)).people;
}

describe("a contribution", () => {
  test("that comes again is answered the same and counted once; another for its ballot is refused", async () => {
    const round = await openRound({ minPeople: 2 });
    const ballot = await drawBallot(round);
    const first = await contributionOf(round, ballot, voteFor(round, 3));
    const answers = await Promise.all([send("contribution", first), send("contribution", first)]);
    for (const one of answers) expect(await one.json()).toEqual({ round: round.round, state: "received" });
    const other = await contributionOf(round, ballot, voteFor(round, 4));
    expect(await answer(other)).toEqual(problem(409, "ballot-spent"));
    await pass(round.round, 1);
    expect((await send("contribution", first)).status).toBe(200);
    expect(await answer(other)).toEqual(problem(409, "ballot-spent"));
    expect(await counted(round)).toBe(1);
  });

  test("without a ballot of this round is refused", async () => {
    const round = await openRound();
    const contribution = await made(round);
    const { ballot } = contribution;
    expect(await answer({ ...contribution, ballot: { ...ballot, output: randomText(32) } })).toEqual(
      problem(422, "bad-ballot"),
    );
    expect(await answer({ ...contribution, ballot: { ...ballot, nonce: randomText(32) } })).toEqual(
      problem(422, "bad-ballot"),
    );
    expect(await answer({ ...contribution, round: randomText(16) })).toEqual(problem(409, "round-not-open"));
  });

  test("needs consent to learn, and contains nothing that identifies its sender", async () => {
    const contribution = await made(await openRound());
    const receipt = { ...LEARN, purposes: ["classify", "link"] };
    expect(await answer({ ...contribution, receipt })).toEqual(problem(403, "consent-required"));
    expect(await answer({ ...contribution, receipt: { ...LEARN, policyVersion: "old" } })).toEqual(
      problem(403, "policy-outdated"),
    );
    expect(await answer({ ...contribution, token: randomText(32) })).toEqual(problem(400, "malformed-request"));
    const marked = { ...LEARN, policySha256: "ab".repeat(32) };
    expect(await answer({ ...contribution, receipt: marked })).toEqual(problem(400, "malformed-request"));
  });

  test("is received with a receipt of purposes and day, and with one of version 5, which names the policy", async () => {
    const round = await openRound();
    const { policyVersion: _, ...receipt } = LEARN;
    for (const accepted of [receipt, LEARN]) {
      expect((await send("contribution", { ...(await made(round)), receipt: accepted })).status).toBe(200);
    }
  });

  test("of another shape or size is refused", async () => {
    const contribution = await made(await openRound());
    for (const part of ["publicShare", "edgeShare"] as const) {
      expect(await answer({ ...contribution, [part]: contribution[part].slice(4) })).toEqual(
        problem(422, "bad-contribution"),
      );
    }
    expect(await answer({ ...contribution, sealedShare: "A".repeat(50_000) })).toEqual(problem(413, "body-too-large"));
    expect(await answer({ ...contribution, edgeShare: "!" })).toEqual(problem(400, "malformed-request"));
  });

  test("after the end of collecting, or its deadline, is too late", async () => {
    const round = await openRound();
    const contribution = await made(round);
    await contribute(round, 0);
    await order({ action: "close" });
    expect(await answer(contribution)).toEqual(problem(409, "round-not-open"));
    expect((await pass(round.round)).end).toEqual({ state: "abandoned", reason: "too-few-people" });
    expect(await answer(contribution)).toEqual(problem(409, "round-not-open"));
    for (const shard of reportShards(round.round)) {
      expect(await shard.accept("ballot", "digest", { ...contribution })).toBe("closed");
    }
  });
});

test("a cheating report changes nothing: two cells, a longer vector, a flipped bit, another report's seal", async () => {
  const round = await openRound({ minPeople: 2 });
  const cells = round.measurement.centres.length;
  const honest = await Promise.all([made(round), made(round)]);
  const cheats: [string, (one: Contribution, other: Contribution) => Contribution][] = [
    ["votes for two cells", (one) => tampered(one, 1)],
    ["votes for none", (one) => tampered(one, 0, -1n + 2n ** 64n - 2n ** 32n + 1n)],
    ["votes a thousandfold", (one) => tampered(one, 0, 1_000n)],
    ["claims a sum that is not its own", (one) => tampered(one, cells + 1, 7n)],
    ["has a broken public share", (one) => flipped(one, "publicShare", 0)],
    ["has a broken proof", (one) => flipped(one, "edgeShare", -40)],
    ["has a broken seal", (one) => flipped(one, "sealedShare", 70)],
    ["sends the seal of another", (one, other) => ({ ...one, sealedShare: other.sealedShare })],
    ["sends the report of another under its own ballot", ({ ballot }, other) => ({ ...other, ballot })],
  ];
  for (const [, cheat] of cheats) {
    const [one, other] = await Promise.all([made(round), made(round)]);
    expect((await send("contribution", cheat(one, other))).status).toBe(200);
  }
  for (const one of honest) expect((await send("contribution", one)).status).toBe(200);
  await pass(round.round, 1);
  const { rounds } = await keeper().report();
  expect(rounds[0]?.reports).toEqual({ waiting: 0, counted: honest.length, refused: cheats.length });
  expect(await counted(round)).toBe(honest.length);
});

test("no share is kept longer than it is needed, and at the end nothing is", async () => {
  const round = await openRound();
  const sent = await Promise.all([0, 1, 2, 3].map((cell) => contribute(round, cell)));
  const stored = async () =>
    Promise.all(
      reportShards(round.round).map((shard) =>
        runInDurableObject(shard, (_, state) =>
          JSON.stringify([
            ...state.storage.sql.exec("SELECT * FROM reports"),
            ...state.storage.sql.exec("SELECT id, accepted FROM batches"),
          ]),
        ),
      ),
    ).then((texts) => texts.join());
  const before = await stored();
  for (const { edgeShare } of sent) expect(before).toContain(edgeShare);
  await pass(round.round, 1);
  const after = await stored();
  for (const { edgeShare, sealedShare, nonce } of sent) {
    for (const text of [edgeShare, sealedShare, nonce]) expect(after).not.toContain(text);
  }
  await order({ action: "abandon" });
  await pass(round.round, 2);
  expect(await stored()).toBe("[],[]");
});
