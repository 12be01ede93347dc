import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MAX_CODEBOOK_BYTES, publishedCodebook } from "./published-codebook.ts";

const prior = readFileSync(join(import.meta.dirname, "../../../../models/codebook-prior/codebook.json"));
const bytes = (text: string) => new TextEncoder().encode(text);

test("reads the bundled prior: its exact text, and the hash of its exact bytes", async () => {
  const published = await publishedCodebook(new Uint8Array(prior));
  expect(published?.text).toBe(prior.toString("utf8"));
  expect(published?.sha256).toBe(createHash("sha256").update(prior).digest("hex"));
  expect(published?.codebook.generation).toBe(0);
  const spaced = await publishedCodebook(bytes(` ${prior.toString("utf8")}`));
  expect(spaced?.codebook).toEqual(published?.codebook);
  expect(spaced?.sha256).not.toBe(published?.sha256);
});

test("reads a codebook of the largest size, and none that is a byte larger", async () => {
  const text = prior.toString("utf8");
  const padded = (length: number) => bytes(text + " ".repeat(length - bytes(text).length));
  expect(await publishedCodebook(padded(MAX_CODEBOOK_BYTES))).toBeDefined();
  expect(await publishedCodebook(padded(MAX_CODEBOOK_BYTES + 1))).toBeUndefined();
});

test("reads nothing that is not UTF-8, not JSON, or not one codebook", async () => {
  const wrong = [Uint8Array.of(0xff), bytes(""), bytes("{}"), bytes("[]"), bytes(prior.toString("utf8").slice(0, -2))];
  for (const one of wrong) expect(await publishedCodebook(one)).toBeUndefined();
});
