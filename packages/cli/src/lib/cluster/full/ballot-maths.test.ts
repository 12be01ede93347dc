import { deriveBallotKey } from "@sedge/privacy/ballot";
import { seededRandom } from "@sedge/privacy/seeded-random";
import { expect, test } from "vitest";
import { type BallotMaths, NATIVE_BALLOTS, OWN_BALLOTS } from "./ballot-maths.ts";

const random = seededRandom("ballot maths");
const [edge, aggregator] = [deriveBallotKey(random(32), "demo", "r1"), deriveBallotKey(random(32), "demo", "r1")];
const keys = { edge: edge.publicKey, aggregator: aggregator.publicKey };

const pairs: [string, BallotMaths, BallotMaths][] = [
  ["JavaScript, native", OWN_BALLOTS, NATIVE_BALLOTS],
  ["native, JavaScript", NATIVE_BALLOTS, OWN_BALLOTS],
];

test.each(pairs)("device and operators may differ in their mathematics: %s", (_, device, operators) => {
  const asked = device.ask("demo", "r1");
  const { blinded } = asked.blinding;
  const answers = { edge: operators.evaluate(edge, blinded), aggregator: operators.evaluate(aggregator, blinded) };
  const ballot = device.finish(asked, keys, answers);
  expect(operators.finish(asked, keys, answers)).toEqual(ballot);
  expect(operators.check(edge, "demo", "r1", ballot.nonce, ballot.edgeOutput)).toBe(true);
  expect(operators.check(aggregator, "demo", "r1", ballot.nonce, ballot.aggregatorOutput)).toBe(true);
  expect(operators.check(edge, "demo", "r1", ballot.nonce, ballot.aggregatorOutput)).toBe(false);
  expect(operators.check(edge, "demo", "r2", ballot.nonce, ballot.edgeOutput)).toBe(false);
  const swapped = { edge: answers.aggregator, aggregator: answers.edge };
  expect(() => device.finish(asked, keys, swapped)).toThrow(expect.objectContaining({ code: "bad-proof" }));
});
