import { expect, test } from "vitest";
import { seededRandom } from "@sedge/privacy/seeded-random";
import { cellSum } from "@sedge/privacy/contribution";
import { FORGERIES, type Forgery, forgedVote } from "./forged-vote.ts";

const shape = { cells: 5, coordinates: 2, bits: 6 };
const round = cellSum(shape, "demo", "r1");
const verifyKey = new Uint8Array(32).fill(9);
const forgeries = Object.keys(FORGERIES).filter((name): name is Forgery => name in FORGERIES);

test.each(forgeries)("%s: well-formed bytes, and both operators refuse", async (forgery) => {
  const random = seededRandom(forgery);
  const nonce = random(16);
  const { publicShare, edgeShare, aggregatorShare } = await forgedVote(shape, "demo", "r1", forgery, nonce, random);
  const edge = await round.prepare("edge", verifyKey, nonce, publicShare, edgeShare);
  const aggregator = await round.prepare("aggregator", verifyKey, nonce, publicShare, aggregatorShare);
  const decision = await round.decide(edge.message, aggregator.message);
  expect(decision).toBeUndefined();
  expect(round.finish(edge.state, decision)).toBeUndefined();
  expect(round.finish(aggregator.state, decision)).toBeUndefined();
});
