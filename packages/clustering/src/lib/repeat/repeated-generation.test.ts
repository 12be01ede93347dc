import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Codebook, GenerationSums } from "@sedge/protocol";
import * as v from "valibot";
import { beforeAll, expect, test } from "vitest";
import { generationAfter, type MadeGeneration, sha256Of } from "../../../test/next-generation.ts";
import { PINNED, repeatRounds } from "../../../test/repeat-rounds.ts";
import { squareCodebook } from "../../../test/simulated-devices.ts";
import { IntentModel } from "../card/expected-intents.ts";
import { checkGeneration, type GenerationBase, METHOD, repeatedGeneration } from "./repeated-generation.ts";

const MODEL = join(import.meta.dirname, "../../../../../models/cluster-intents/weights.json");

test("Node repeats the stored rounds to the bytes that are pinned; other bytes need another METHOD", async () => {
  expect(METHOD).toBe(1);
  expect(await repeatRounds(v.parse(IntentModel, JSON.parse(readFileSync(MODEL, "utf8"))))).toEqual(PINNED);
});

let prior: GenerationBase;
let one: MadeGeneration;
let two: MadeGeneration;
beforeAll(async () => {
  const codebook = squareCodebook(4);
  prior = { codebook, sha256: await sha256Of(JSON.stringify(codebook)), sums: undefined };
  one = await generationAfter(prior);
  two = await generationAfter(one);
});

/** Publishes a codebook, and sums, in the place of the second generation's. */
const check = async (
  codebook: Codebook = two.codebook,
  document: GenerationSums = two.sums,
  base: GenerationBase = one,
) => {
  const sha256 = await sha256Of(JSON.stringify(document));
  const named = { ...codebook, sums: sha256 } as Codebook;
  return checkGeneration("demo", { codebook: named, text: JSON.stringify(named) }, { document, sha256 }, base);
};

test("an honest generation is what its sums give, and so is the next", async () => {
  const sums = { document: one.sums, sha256: await sha256Of(one.sumsText) };
  expect(checkGeneration("demo", one, sums, prior)).toBeUndefined();
  expect(await check()).toBeUndefined();
});

test("one changed count of a leaf, centroid, cluster or name is found, and the first difference named", async () => {
  const cells = two.codebook.cells.map((cell, index) => (index === 2 ? { ...cell, count: cell.count + 1 } : cell));
  const { count } = two.codebook.cells[2] ?? expect.fail();
  expect(await check({ ...two.codebook, cells })).toEqual({
    fault: "differs",
    detail: `cells[2].count: ${count + 1}, not ${count}`,
  });
  const [first, ...rest] = two.codebook.clusters;
  const clusters = [{ ...(first ?? expect.fail()), name: "a name to be marked by" }, ...rest];
  expect(await check({ ...two.codebook, clusters })).toMatchObject({ fault: "differs" });
  expect(await check({ ...two.codebook, cells: two.codebook.cells.slice(0, -1) })).toMatchObject({ fault: "differs" });
});

test("other bytes of the same values are another codebook, so that no two devices can be given different hashes", async () => {
  const sums = { document: two.sums, sha256: two.codebook.sums ?? "" };
  const spaced = { codebook: two.codebook, text: `${two.text} ` };
  expect(checkGeneration("demo", spaced, sums, one)?.fault).toBe("differs");
});

test("one changed sum, a further person or another order of making gives another codebook", async () => {
  const counts = two.sums.counts.map((count, cell) => count + (cell === 0 ? 60 : 0));
  expect(await check(two.codebook, { ...two.sums, counts })).toMatchObject({ fault: "differs" });
  const making = { ...two.sums.making, minPeople: two.sums.making.minPeople + 400 };
  expect((await check(two.codebook, { ...two.sums, making }))?.fault).toMatch(/differs|refused/);
});

test("sums of another place are no proof: another site, codebook, generation, method, earlier sums or first id", async () => {
  const { previous } = two.sums;
  const wrong: [Partial<GenerationSums>, string][] = [
    [{ site: "other" as GenerationSums["site"] }, "wrong-place"],
    [{ previous: { ...previous, codebook: "0".repeat(64) } }, "wrong-place"],
    [{ previous: { ...previous, sums: null } }, "wrong-place"],
    [{ previous: { ...previous, highestId: previous.highestId + 1 } }, "wrong-place"],
    [{ generation: one.codebook.generation }, "wrong-place"],
    [{ method: METHOD + 1 }, "another-method"],
    [{ people: 1 }, "refused"],
  ];
  for (const [changes, fault] of wrong) {
    expect([Object.keys(changes), (await check(two.codebook, { ...two.sums, ...changes }))?.fault]).toEqual([
      Object.keys(changes),
      fault,
    ]);
  }
  const sums = { document: two.sums, sha256: "0".repeat(64) };
  expect(checkGeneration("demo", two, sums, one)?.fault).toBe("sums-missing");
  expect(await check(two.codebook, two.sums, prior)).toMatchObject({ fault: "wrong-place" });
});

test("the seed of k-means is the beginning of the previous codebook's hash, and nothing that anybody chooses later", async () => {
  // Seven clusters of a plain are found in many ways, of which the seed decides.
  const codebook = squareCodebook(8);
  const plain = { codebook, sha256: "0".repeat(64), sums: undefined };
  const { sums } = await generationAfter(plain, { people: () => 300 });
  const clusteredAs = (hash: string, round: string = sums.round) => {
    const previous = { ...sums.previous, codebook: hash };
    const asked = { ...sums, round: round as typeof sums.round, making: { ...sums.making, clusters: 7 }, previous };
    const made = repeatedGeneration(asked, "1".repeat(64), plain);
    return made.result === "published" ? made.text : made.detail;
  };
  const hashes = Array.from({ length: 4 }, (_, digit) => digit.toString(16).repeat(64));
  expect(new Set(hashes.map((hash) => clusteredAs(hash))).size).toBeGreaterThan(1);
  const [first = "", ...rest] = hashes;
  expect(clusteredAs(first.slice(0, 8) + rest[0]?.slice(8))).toBe(clusteredAs(first));
  expect(clusteredAs(first, "another round")).toBe(clusteredAs(first));
});
