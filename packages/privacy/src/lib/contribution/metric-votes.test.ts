import { describe, expect, test } from "vitest";
import { countedVote } from "../../../test/counted-vote.ts";
import { seededRandom } from "../seeded-random.ts";
import type { MetricVote } from "./metric-circuit.ts";
import { metricSumShape } from "./metric-layout.ts";
import { type MetricVotes, metricVotes } from "./metric-votes.ts";
import { deriveVerifyKey } from "./verify-key.ts";
import { addSums, openSums, zeroSum } from "./vote-sums.ts";

const verifyKey = deriveVerifyKey(new Uint8Array(32).fill(9), "demo", "w1");
const shape = { blocks: [3, 5, 2], maxFilled: 2 };
const window = metricVotes(shape, "demo", "w1");
const counted = (votes: MetricVotes, nonce: Uint8Array, split: Awaited<ReturnType<MetricVotes["split"]>>) =>
  countedVote(votes, verifyKey, nonce, split);

test("opens the number of answers in every bucket", async () => {
  const random = seededRandom("votes");
  const votes: MetricVote[] = [
    [0, 4, null],
    [2, null, 1],
    [null, 4, 0],
    [null, null, null],
    [2, 1, null],
  ];
  const sumShape = metricSumShape(shape);
  let [edge, aggregator] = [zeroSum(sumShape), zeroSum(sumShape)];
  for (const vote of votes) {
    const nonce = random(16);
    const shares = await counted(window, nonce, await window.split(vote, nonce, random));
    if (shares === undefined) throw new Error("an honest vote is refused");
    [edge, aggregator] = [addSums(edge, shares[0]), addSums(aggregator, shares[1])];
  }
  expect(openSums(sumShape, edge, aggregator).counts).toEqual([1, 0, 2, 0, 1, 0, 0, 2, 1, 1]);
});

describe("refuses", () => {
  test("a vote for another window, another site, or another shape of the same size", async () => {
    const random = seededRandom("elsewhere");
    const nonce = random(16);
    const split = await window.split([0, 0, null], nonce, random);
    expect(await counted(metricVotes(shape, "demo", "w1"), nonce, split)).toBeDefined();
    for (const other of [
      metricVotes(shape, "demo", "w2"),
      metricVotes(shape, "shop", "w1"),
      metricVotes({ blocks: [3, 4, 3], maxFilled: 2 }, "demo", "w1"),
    ]) {
      expect(await counted(other, nonce, split)).toBeUndefined();
    }
  });

  test("a share with any byte changed", async () => {
    const random = seededRandom("changed");
    const nonce = random(16);
    const split = await window.split([1, null, 1], nonce, random);
    const { length } = split.edgeShare;
    // A low byte of an element of the vote, of the proof, and of the blind.
    for (const index of [0, 8 * 11, length - 40, length - 1]) {
      const edgeShare = Uint8Array.from(split.edgeShare);
      edgeShare[index] = (edgeShare[index] ?? 0) ^ 1;
      expect(await counted(window, nonce, { ...split, edgeShare }), `byte ${index}`).toBeUndefined();
    }
  });
});

test("the largest vote has at most 25 KB as it is sent", () => {
  const blocks = Array.from({ length: 16 }, () => 64);
  const { bytes } = metricVotes({ blocks, maxFilled: 12 }, "demo", "w1");
  const sent = bytes.publicShare + bytes.edgeShare + bytes.aggregatorShare;
  expect((sent * 4) / 3).toBeLessThan(25_600);
  expect(bytes.edgeShare).toBe(11_400);
});
