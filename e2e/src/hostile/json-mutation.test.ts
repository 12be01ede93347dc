import { seededRandom } from "@sedge/testbed/seeded-random";
import { expect, test } from "vitest";
import { mutated } from "./json-mutation.ts";

const TEXT = JSON.stringify({ epoch: 1, blinded: ["x"], receipt: { purposes: [], day: "2026-11-30" } });
const many = (seed: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: 400 }, () => new TextDecoder("utf-8", { ignoreBOM: true }).decode(mutated(TEXT, random)));
};

test("makes the same changes for the same seed, and others for another", () => {
  expect(many(7)).toEqual(many(7));
  expect(many(7)).not.toEqual(many(8));
});

test("changes values, keys, length and bytes", () => {
  const texts = many(7);
  expect(texts.filter((text) => text !== TEXT).length).toBeGreaterThan(350);
  for (const kind of [/1e999/, /"extra"/, /"x":/, /\[{200}/, /\ufeff/])
    expect(texts.some((text) => kind.test(text))).toBe(true);
  expect(texts.some((text) => TEXT.startsWith(text) && text.length < TEXT.length)).toBe(true);
});
