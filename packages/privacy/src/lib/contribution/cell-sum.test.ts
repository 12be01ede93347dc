import type { MeasurementShape } from "@sedge/protocol";
import { describe, expect, test } from "vitest";
import { countedVote } from "../../../test/counted-vote.ts";
import { seededRandom } from "../seeded-random.ts";
import type { CellVote } from "./cell-sum-circuit.ts";
import { type CellSum, cellSum } from "./cell-sum.ts";
import type { SplitVote } from "./shared-votes.ts";
import { deriveVerifyKey } from "./verify-key.ts";
import { addNoise, addSums, decodeSum, drawNoise, encodeSum, openSums, zeroSum } from "./vote-sums.ts";

const verifyKey = deriveVerifyKey(new Uint8Array(32).fill(7), "demo", "r1");

const counted = (round: CellSum, nonce: Uint8Array, vote: SplitVote) => countedVote(round, verifyKey, nonce, vote);

/** A vote of the shape with values of either sign, within the norm bound, `turn` after `turn` another. */
function someVote({ cells, coordinates, bits }: MeasurementShape, turn: number): CellVote {
  const most = Math.floor(Math.sqrt((4 ** (bits - 1) - 1) / Math.max(1, coordinates)));
  const values = Int32Array.from({ length: coordinates }, (_, i) => ((turn * 7 + i * 5) % (2 * most + 1)) - most);
  return { cell: turn % cells, values };
}

test.each<MeasurementShape>([
  { cells: 1, coordinates: 0, bits: 8 },
  { cells: 2, coordinates: 0, bits: 2 },
  { cells: 37, coordinates: 0, bits: 8 },
  { cells: 1, coordinates: 1, bits: 2 },
  { cells: 1, coordinates: 9, bits: 8 },
  { cells: 5, coordinates: 3, bits: 4 },
  { cells: 16, coordinates: 7, bits: 12 },
])(
  "$cells cells × $coordinates coordinates of $bits bits: the shares' sum is the votes' sum to the last bit",
  async (shape) => {
    const round = cellSum(shape, "demo", "r1");
    const random = seededRandom(JSON.stringify(shape));
    const votes = Array.from({ length: 6 }, (_, turn) => someVote(shape, turn));
    let edge = zeroSum(shape);
    let aggregator = zeroSum(shape);
    for (const vote of votes) {
      const nonce = random(16);
      const split = await round.split(vote, nonce, random);
      expect(split.publicShare).toHaveLength(round.bytes.publicShare);
      expect(split.edgeShare).toHaveLength(round.bytes.edgeShare);
      expect(split.aggregatorShare).toHaveLength(round.bytes.aggregatorShare);
      const shares = await counted(round, nonce, split);
      if (shares === undefined) throw new Error("an honest vote was refused");
      edge = addSums(edge, shares[0]);
      aggregator = addSums(aggregator, decodeSum(shape, encodeSum(shares[1])));
    }
    const counts = Array.from({ length: shape.cells }, (_, cell) => votes.filter((vote) => vote.cell === cell).length);
    const sums = counts.flatMap((_, cell) =>
      Array.from({ length: shape.coordinates }, (_, i) =>
        votes.reduce((sum, vote) => sum + (vote.cell === cell ? (vote.values[i] ?? 0) : 0), 0),
      ),
    );
    expect(openSums(shape, edge, aggregator)).toEqual({ counts, sums });

    const noise = [
      drawNoise(shape, { countStdDev: 3, sumStdDev: 40 }, random),
      drawNoise(shape, { countStdDev: 3, sumStdDev: 40 }, random),
    ];
    const noised = openSums(shape, addNoise(edge, noise[0] ?? []), addNoise(aggregator, noise[1] ?? []));
    expect([...noised.counts, ...noised.sums]).toEqual(
      [...counts, ...sums].map((sum, index) => sum + Number(noise[0]?.[index]) + Number(noise[1]?.[index])),
    );
  },
);

describe("what is sent", () => {
  const shape = { cells: 4, coordinates: 2, bits: 6 };
  const round = cellSum(shape, "demo", "r1");
  const vote: CellVote = { cell: 2, values: [-11, 29] };
  const random = seededRandom("sent");
  const nonce = random(16);

  test("is accepted as it is", async () => {
    expect(await counted(round, nonce, await round.split(vote, nonce, random))).toBeDefined();
  });

  test.each(["publicShare", "edgeShare", "aggregatorShare"] as const)(
    "is refused with any bit of its %s changed",
    async (part) => {
      const split = await round.split(vote, nonce, random);
      const length = split[part].length;
      const places = Array.from({ length: 24 }, (_, step) => Math.floor((step * (length - 1)) / 23));
      for (const place of places) {
        const changed = new Uint8Array(split[part]);
        changed[place] = (changed[place] ?? 0) ^ (1 << (place % 7));
        expect(await counted(round, nonce, { ...split, [part]: changed }), `byte ${place}`).toBeUndefined();
      }
    },
  );

  test("is refused under another nonce, and in another round, site or shape", async () => {
    const split = await round.split(vote, nonce, random);
    expect(await counted(round, random(16), split)).toBeUndefined();
    expect(await counted(cellSum(shape, "demo", "r2"), nonce, split)).toBeUndefined();
    expect(await counted(cellSum(shape, "other", "r1"), nonce, split)).toBeUndefined();
    await expect(counted(cellSum({ ...shape, cells: 5 }, "demo", "r1"), nonce, split)).rejects.toMatchObject({
      code: "malformed-share",
    });
  });

  test("is refused with another one's share or message", async () => {
    const [one, two] = [await round.split(vote, nonce, random), await round.split(vote, nonce, random)];
    expect(await counted(round, nonce, { ...one, aggregatorShare: two.aggregatorShare })).toBeUndefined();
    const edge = await round.prepare("edge", verifyKey, nonce, one.publicShare, one.edgeShare);
    const other = await round.prepare("aggregator", verifyKey, nonce, two.publicShare, two.aggregatorShare);
    expect(await round.decide(edge.message, other.message)).toBeUndefined();
    expect(round.finish(edge.state, undefined)).toBeUndefined();
    expect(round.finish(edge.state, other.state.seed)).toBeUndefined();
  });

  test("of another length, or outside the field, is malformed", async () => {
    const split = await round.split(vote, nonce, random);
    const outside = new Uint8Array(split.edgeShare);
    outside.fill(0xff, 8, 16);
    const shares = [split.edgeShare.slice(1), new Uint8Array([...split.edgeShare, 0]), new Uint8Array(0), outside];
    for (const share of shares) {
      await expect(round.prepare("edge", verifyKey, nonce, split.publicShare, share)).rejects.toMatchObject({
        code: "malformed-share",
      });
    }
    for (const share of [split.edgeShare, split.aggregatorShare.slice(1)]) {
      await expect(round.prepare("aggregator", verifyKey, nonce, split.publicShare, share)).rejects.toMatchObject({
        code: "malformed-share",
      });
    }
    await expect(
      round.prepare("edge", verifyKey, nonce, split.publicShare.slice(1), split.edgeShare),
    ).rejects.toMatchObject({
      code: "malformed-share",
    });
    const { message } = await round.prepare("edge", verifyKey, nonce, split.publicShare, split.edgeShare);
    await expect(round.decide(message, message.slice(8))).rejects.toMatchObject({ code: "malformed-share" });
  });

  test("is prepared alike a second time, and the arguments are left as they were", async () => {
    const split = await round.split(vote, nonce, random);
    const copy = structuredClone(split);
    const first = await round.prepare("edge", verifyKey, nonce, split.publicShare, split.edgeShare);
    expect(await round.prepare("edge", verifyKey, nonce, split.publicShare, split.edgeShare)).toEqual(first);
    expect(split).toEqual(copy);
  });

  test("is never a vote outside the shape", async () => {
    const refused: CellVote[] = [
      { cell: 4, values: [0, 0] },
      { cell: -1, values: [0, 0] },
      { cell: 0.5, values: [0, 0] },
      { cell: 0, values: [0] },
      { cell: 0, values: [31, 8] },
      { cell: 0, values: [32, 0] },
      { cell: 0, values: [0.5, 0] },
    ];
    for (const one of refused) await expect(round.split(one, nonce, random)).rejects.toThrow(RangeError);
    expect(await counted(round, nonce, await round.split({ cell: 0, values: [-31, 7] }, nonce, random))).toBeDefined();
  });
});

test("each share alone is uniform, for any vote", async () => {
  // 300 equal votes: the 7 elements of each edge share, its proof, and the seeds that the aggregator gets.
  const shape = { cells: 3, coordinates: 0, bits: 8 };
  const round = cellSum(shape, "demo", "r1");
  const random = seededRandom("uniform");
  for (const part of ["edgeShare", "aggregatorShare"] as const) {
    const bytes = Array.from({ length: 256 }, () => 0);
    let total = 0;
    for (let turn = 0; turn < 300; turn += 1) {
      const split = await round.split({ cell: 1, values: [] }, random(16), random);
      for (const byte of split[part]) {
        bytes[byte] = (bytes[byte] ?? 0) + 1;
        total += 1;
      }
    }
    const expected = total / 256;
    const chiSquare = bytes.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 255 degrees: mean 255, deviation 22.6; four deviations either way.
    expect(chiSquare, part).toBeGreaterThan(255 - 4 * 22.6);
    expect(chiSquare, part).toBeLessThan(255 + 4 * 22.6);
  }
});

test.each([
  { cells: 0, coordinates: 1, bits: 8 },
  { cells: 1.5, coordinates: 1, bits: 8 },
  { cells: 1, coordinates: -1, bits: 8 },
  { cells: 1, coordinates: 1, bits: 1 },
  { cells: 1, coordinates: 1, bits: 17 },
  { cells: 1000, coordinates: 8, bits: 8 },
])("no round has the shape %o", (shape) => {
  expect(() => cellSum(shape, "demo", "r1")).toThrow(RangeError);
});
