import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { STORED } from "../../../clustering/test/repeated-rounds.ts";
import { MAX_SUMS_BYTES, publishedSums } from "./published-sums.ts";

const [{ sums: text } = { sums: "" }] = STORED.rounds;
const bytes = (value: string) => new TextEncoder().encode(value);

test("reads sums: their exact text, and the hash of their exact bytes", async () => {
  const read = await publishedSums(bytes(text));
  expect(read?.text).toBe(text);
  expect(read?.sha256).toBe(createHash("sha256").update(text).digest("hex"));
});

test("reads none with a field of its own, in another spelling, without noise, too large or not UTF-8", async () => {
  const document = JSON.parse(text) as Record<string, unknown>;
  const wrong = [
    JSON.stringify({ ...document, votes: [1] }),
    JSON.stringify({ ...document, measurement: { ...(document["measurement"] as object), tokens: ["x"] } }),
    `${text} `,
    JSON.stringify({ ...document, countStdDev: 0 }),
    `${text}${" ".repeat(MAX_SUMS_BYTES)}`,
    "{}",
  ];
  for (const one of wrong) expect(await publishedSums(bytes(one))).toBeUndefined();
  expect(await publishedSums(Uint8Array.of(0xff))).toBeUndefined();
});
