import { cellSum as roundOf, openSums } from "@sedge/privacy/contribution";
import { deriveSealKey } from "@sedge/privacy/seal";
import { seededRandom } from "@sedge/privacy/seeded-random";
import type { ConsentReceipt } from "@sedge/protocol";
import { describe, expect, test } from "vitest";
import { AggregatorSide } from "./aggregator-side.ts";
import { OWN_BALLOTS } from "./ballot-maths.ts";
import { contributionBody } from "./device-side.ts";
import { EdgeSide } from "./edge-side.ts";
import { aggregatorBallotKey, drawSecrets, edgeBallotKey } from "./round-keys.ts";

const shape = { cells: 3, coordinates: 1, bits: 6 };
const random = seededRandom("edge side");

async function openRound() {
  const secrets = drawSecrets("demo", random);
  const { site, round, verifyKey } = secrets;
  const known = { site, round, cellSum: roundOf(shape, site, round), verifyKey, ballots: OWN_BALLOTS };
  const sealKey = await deriveSealKey(secrets.sealSeed, site, round);
  const keys = { edge: edgeBallotKey(secrets), aggregator: aggregatorBallotKey(secrets) };
  const edge = new EdgeSide({ ...known, ballotKey: keys.edge });
  const aggregator = new AggregatorSide({ ...known, ballotKey: keys.aggregator, sealKey });
  const ballotKeys = { edge: keys.edge.publicKey, aggregator: keys.aggregator.publicKey };
  const body = async (cell: number) => {
    const asked = OWN_BALLOTS.ask(site, round);
    const { blinded } = asked.blinding;
    const answers = { edge: edge.evaluate(blinded), aggregator: aggregator.evaluate(blinded) };
    const receipt: ConsentReceipt = { purposes: ["learn"], policyVersion: "1", day: "2026-01-01" };
    const terms = { ...known, ballotKeys, sealKey: sealKey.publicKey, receipt };
    return contributionBody(terms, { cell, values: [9] }, OWN_BALLOTS, asked, answers);
  };
  return { edge, aggregator, body };
}

const opened = (edge: EdgeSide, aggregator: AggregatorSide) => openSums(shape, edge.sum, aggregator.sum);

describe("both operators of a round", () => {
  test("count a valid contribution once", async () => {
    const { edge, aggregator, body } = await openRound();
    const one = await body(2);
    expect(await edge.receive(one, aggregator)).toBe(true);
    expect(await edge.receive(one, aggregator)).toBe(false);
    expect(opened(edge, aggregator)).toEqual({ counts: [0, 0, 1], sums: [0, 0, 9] });
  });

  test("reject a sealed share of another contribution, and a ballot of another round", async () => {
    const { edge, aggregator, body } = await openRound();
    const [one, two] = [JSON.parse(await body(0)), JSON.parse(await body(1))];
    expect(await edge.receive(JSON.stringify({ ...one, sealedShare: two.sealedShare }), aggregator)).toBe(false);
    const other = JSON.parse(await (await openRound()).body(0));
    expect(await edge.receive(JSON.stringify({ ...two, ballot: other.ballot }), aggregator)).toBe(false);
    expect(await edge.receive(JSON.stringify(other), aggregator)).toBe(false);
    expect(opened(edge, aggregator)).toEqual({ counts: [0, 0, 0], sums: [0, 0, 0] });
  });

  test("reject a share with one bit changed, without side effects", async () => {
    const { edge, aggregator, body } = await openRound();
    const one = JSON.parse(await body(0));
    const edgeShare = `${one.edgeShare.slice(0, 40)}${one.edgeShare[40] === "A" ? "B" : "A"}${one.edgeShare.slice(41)}`;
    expect(await edge.receive(JSON.stringify({ ...one, edgeShare }), aggregator)).toBe(false);
    expect(await edge.receive(await body(1), aggregator)).toBe(true);
    expect(opened(edge, aggregator)).toEqual({ counts: [0, 1, 0], sums: [0, 9, 0] });
  });
});
