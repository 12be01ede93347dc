import { askBallot, finishBallot } from "@sedge/privacy/ballot";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import * as v from "valibot";
import { expect, test } from "vitest";
import { refusalBy } from "../../../test/refusal-by.ts";
import { Secret } from "../secret.ts";
import { secureRandom } from "../secure-random.ts";
import { type BallotKey, ballotKeyOf, ballotShare, isSpentBallot, newRoundSecret, roundSeed } from "./round-keys.ts";

const seed = v.parse(Secret, Buffer.alloc(32, 3).toString("base64url"));
const secret = new Uint8Array(32).fill(8);
const key = (site = "demo", round = "round") => ballotKeyOf(seed, secret, site, round);

/** A ballot that both operators' keys have signed. */
function drawn(edge: BallotKey, aggregator: BallotKey) {
  const asked = askBallot("demo", "round", secureRandom);
  const part = (one: BallotKey) => {
    const { evaluated, proof } = ballotShare(one, toBase64url(asked.blinding.blinded));
    return { evaluated: fromBase64url(evaluated), proof: fromBase64url(proof) };
  };
  const published = { edge: edge.pair.publicKey, aggregator: aggregator.pair.publicKey };
  const ballot = finishBallot(asked, published, { edge: part(edge), aggregator: part(aggregator) });
  return { nonce: toBase64url(ballot.nonce), output: toBase64url(ballot.edgeOutput) };
}

test("a ballot that this key signed is recognised, and no other", () => {
  const [edge, aggregator] = [key(), ballotKeyOf(seed, new Uint8Array(32).fill(9), "demo", "round")];
  const ballot = drawn(edge, aggregator);
  expect(isSpentBallot(edge, ballot)).toBe(true);
  expect(isSpentBallot(aggregator, ballot)).toBe(false);
  expect(isSpentBallot({ ...edge, round: "another" }, ballot)).toBe(false);
  expect(isSpentBallot(edge, { ...ballot, nonce: drawn(edge, aggregator).nonce })).toBe(false);
});

test("keys differ by site, round, secret and seed", () => {
  const other = v.parse(Secret, Buffer.alloc(32, 4).toString("base64url"));
  const keys = [
    key(),
    key("shop"),
    key("demo", "next"),
    ballotKeyOf(seed, new Uint8Array(32), "demo", "round"),
    ballotKeyOf(other, secret, "demo", "round"),
  ].map(({ pair }) => toBase64url(pair.publicKey));
  expect(new Set(keys).size).toBe(keys.length);
  expect(roundSeed(seed, secret)).not.toEqual(roundSeed(seed, new Uint8Array(32)));
});

test("each round has a random secret of 32 bytes", () => {
  const secrets = [newRoundSecret(), newRoundSecret()];
  expect(secrets.map(({ length }) => length)).toEqual([32, 32]);
  expect(secrets[0]).not.toEqual(secrets[1]);
});

test("what is not an element of the group is refused", () => {
  expect(refusalBy(() => ballotShare(key(), toBase64url(new Uint8Array(32).fill(255))))).toEqual({
    code: "bad-group-element",
  });
});
