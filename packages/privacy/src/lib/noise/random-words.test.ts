import { expect, test } from "vitest";
import { seededRandom } from "../seeded-random.ts";
import { RandomWords } from "./random-words.ts";

const TRIES = 20_000;
/** Within four standard deviations of `chance`. */
function expectShare(hits: number, chance: number): void {
  expect(Math.abs(hits / TRIES - chance)).toBeLessThan(4 * Math.sqrt((chance * (1 - chance)) / TRIES));
}
const shareOf = (decide: () => boolean) => Array.from({ length: TRIES }, decide).filter(Boolean).length;

test.each([
  [1n, 3n],
  [7n, 10n],
  [123_456_789_012_345n, 1_000_000_000_000_000n],
])("chance %d / %d", (numerator, denominator) => {
  const words = new RandomWords(seededRandom("chance"));
  expectShare(
    shareOf(() => words.chance(numerator, denominator)),
    Number(numerator) / Number(denominator),
  );
});

test("a chance of 0 never comes and one of 1 always does", () => {
  const words = new RandomWords(seededRandom("sure"));
  expect(shareOf(() => words.chance(0n, 5n))).toBe(0);
  expect(shareOf(() => words.chance(5n, 5n))).toBe(TRIES);
});

test("equal digits are decided by the next ones", () => {
  // The source gives 2^31 twice, then 0: the chance 1/2 + 2^-33 has the digits 2^31, 2^31.
  const given = [0x80, 0, 0, 0, 0x7f, 0, 0, 0];
  const words = new RandomWords((bytes) => Uint8Array.from({ length: bytes }, (_, index) => given[index] ?? 0));
  expect(words.chance((1n << 32n) + 1n, 1n << 33n)).toBe(true);
});

test.each([
  [0n, 1n],
  [1n, 2n],
  [1n, 1n],
  [13n, 5n],
])("exp(-%d/%d)", (numerator, denominator) => {
  const words = new RandomWords(seededRandom("exp"));
  const hits = shareOf(() => words.expChance(numerator, denominator));
  if (numerator === 0n) expect(hits).toBe(TRIES);
  else expectShare(hits, Math.exp(-Number(numerator) / Number(denominator)));
});

test("below is uniform, also beyond 32 bits", () => {
  const words = new RandomWords(seededRandom("below"));
  for (const bound of [3n, 6_000_000_000n]) {
    expectShare(
      shareOf(() => words.below(bound) < bound / 3n),
      1 / 3,
    );
  }
});

test("below rejects the words that would favour small numbers", () => {
  // Of 2^32 words, 2^32 - 1 are a multiple of 3: the last one would make 0 likelier.
  const given = [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 2];
  const words = new RandomWords((bytes) => Uint8Array.from({ length: bytes }, (_, index) => given[index] ?? 0));
  expect(words.below(3n)).toBe(2n);
});
