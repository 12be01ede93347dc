import { expect, test } from "vitest";
import { batchDigest, roundDigest, shardDigest } from "./accepted-digest.ts";

test("the same reports have one digest in any order of their batches, and any other set has another", async () => {
  const [one, two] = await Promise.all([batchDigest("a", ["1", "2"]), batchDigest("b", ["3"])]);
  expect(await shardDigest([one, two])).toBe(await shardDigest([two, one]));
  const digests = await Promise.all([
    shardDigest([one, two]),
    shardDigest([one]),
    shardDigest([]),
    shardDigest([await batchDigest("a", ["1"]), two]),
    shardDigest([await batchDigest("a", ["1", "2"]), await batchDigest("c", ["3"])]),
    shardDigest([await batchDigest("a", ["2", "1"]), two]),
    batchDigest("a", ["12"]),
    roundDigest([one, two]),
    roundDigest([two, one]),
  ]);
  expect(new Set(digests).size).toBe(digests.length);
});
