import { describe, expect, test } from "vitest";
import { seededRandom } from "../seeded-random.ts";
import { deriveBallotKey, askBallot, evaluateBallot, finishBallot, isBallot } from "./ballot.ts";

const random = seededRandom("ballot");
const edge = deriveBallotKey(random(32), "demo", "r1");
const aggregator = deriveBallotKey(random(32), "demo", "r1");
const keys = { edge: edge.publicKey, aggregator: aggregator.publicKey };

function drawn() {
  const asked = askBallot("demo", "r1", random);
  const { blinded } = asked.blinding;
  const answers = {
    edge: evaluateBallot(edge, blinded, random),
    aggregator: evaluateBallot(aggregator, blinded, random),
  };
  return { asked, answers };
}

function finished() {
  const { asked, answers } = drawn();
  return finishBallot(asked, keys, answers);
}

describe("a ballot", () => {
  test("is good at each operator with that operator's output, and with no other", () => {
    const { nonce, edgeOutput, aggregatorOutput } = finished();
    expect(isBallot(edge, "demo", "r1", nonce, edgeOutput)).toBe(true);
    expect(isBallot(aggregator, "demo", "r1", nonce, aggregatorOutput)).toBe(true);
    expect(isBallot(edge, "demo", "r1", nonce, aggregatorOutput)).toBe(false);
    expect(isBallot(aggregator, "demo", "r1", nonce, edgeOutput)).toBe(false);
  });

  test("is good in its own round and site alone, and with its own nonce", () => {
    const { nonce, edgeOutput } = finished();
    expect(isBallot(edge, "demo", "r2", nonce, edgeOutput)).toBe(false);
    expect(isBallot(edge, "other", "r1", nonce, edgeOutput)).toBe(false);
    expect(isBallot(edge, "demo", "r1", finished().nonce, edgeOutput)).toBe(false);
    expect(isBallot(edge, "demo", "r1", nonce.slice(1), edgeOutput)).toBe(false);
    expect(isBallot(edge, "demo", "r1", nonce, edgeOutput.slice(1))).toBe(false);
    for (const place of [0, 15, 31]) {
      const changed = edgeOutput.slice();
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(isBallot(edge, "demo", "r1", nonce, changed)).toBe(false);
    }
  });

  test("is blind: what is sent to be evaluated is not what is spent, and differs for one nonce", () => {
    const again = (nonce: Uint8Array) => {
      let first = true;
      return askBallot("demo", "r1", (bytes) => {
        if (!first) return random(bytes);
        first = false;
        return nonce;
      });
    };
    const nonce = random(32);
    const [one, two] = [again(nonce), again(nonce)];
    expect(one.nonce).toEqual(two.nonce);
    expect(one.blinding.blinded).not.toEqual(two.blinding.blinded);
    const finish = (asked: typeof one) =>
      finishBallot(asked, keys, {
        edge: evaluateBallot(edge, asked.blinding.blinded, random),
        aggregator: evaluateBallot(aggregator, asked.blinding.blinded, random),
      });
    expect(finish(one)).toEqual(finish(two));
  });
});

describe("an operator that answers falsely is found out", () => {
  test("with another key than it has published, as that would mark the ballot", () => {
    const { asked, answers } = drawn();
    const marking = deriveBallotKey(random(32), "demo", "r1");
    const marked = evaluateBallot(marking, asked.blinding.blinded, random);
    expect(() => finishBallot(asked, keys, { ...answers, edge: marked })).toThrow(
      expect.objectContaining({ code: "bad-proof" }),
    );
    expect(() => finishBallot(asked, keys, { ...answers, aggregator: marked })).toThrow(
      expect.objectContaining({ code: "bad-proof" }),
    );
  });

  test("with the answer to another ballot, or an invalid element", () => {
    const { asked, answers } = drawn();
    const others = drawn().answers;
    expect(() => finishBallot(asked, keys, { ...answers, edge: others.edge })).toThrow(
      expect.objectContaining({ code: "bad-proof" }),
    );
    const nothing = { evaluated: new Uint8Array(32), proof: answers.edge.proof };
    expect(() => finishBallot(asked, keys, { ...answers, edge: nothing })).toThrow(
      expect.objectContaining({ code: "bad-group-element" }),
    );
  });
});

test("keys of seeds, sites and rounds are their own, and never those of link tokens", () => {
  const seed = new Uint8Array(32).fill(1);
  const all = [
    deriveBallotKey(seed, "demo", "r1"),
    deriveBallotKey(seed, "demo", "r2"),
    deriveBallotKey(seed, "demo2", "r1"),
    deriveBallotKey(new Uint8Array(33).fill(1), "demo", "r1"),
  ];
  expect(new Set(all.map(({ secretKey }) => String(secretKey))).size).toBe(all.length);
  expect(Buffer.from(all[0]?.publicKey ?? []).toString("hex")).toBe(
    "56737a4bf280e63bc7404f27b98ec76a90e73fcef1f8ce5e2e3b4d2550cf4e76",
  );
  expect(() => deriveBallotKey(new Uint8Array(31), "demo", "r1")).toThrow(RangeError);
});
