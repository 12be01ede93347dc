import { expect, test } from "vitest";
import { blind } from "./prf-blinding.ts";

const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));

test("the same input is hidden differently each time", () => {
  const input = new TextEncoder().encode("jane@example.com");
  const blinded = Array.from({ length: 20 }, () => String(blind(input, random).blinded));
  expect(new Set(blinded).size).toBe(20);
});

test("the blind is the given source's, and nothing else random is mixed in", () => {
  const input = new TextEncoder().encode("jane@example.com");
  const fixed = (count: number) => new Uint8Array(count).fill(9);
  expect(blind(input, fixed)).toEqual(blind(input, fixed));
});
