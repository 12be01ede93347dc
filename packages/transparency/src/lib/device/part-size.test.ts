import { brotliCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { Operators, signerOf, verifySignature } from "../../../test/operators.ts";
import { checkStatement } from "./check-statement.ts";

const bytes = (part: unknown) => Buffer.byteLength(JSON.stringify(part));
const sentBytes = (part: unknown) => brotliCompressSync(JSON.stringify(part)).length;

test("in a log of 100,000 statements the part is at most 3 KB as sent, and a further witness adds 270 bytes", async () => {
  const operators = new Operators();
  const epochs = operators.statement().epochs.slice(-1);
  const publish = async (size: number) => {
    operators.fill(size - operators.tree.size - 1);
    const part = await operators.publish({ epochs });
    const deps = { nowSeconds: operators.now, verify: verifySignature };
    expect(await checkStatement(part, operators.pins, undefined, deps)).toMatchObject({ statement: { epochs } });
    return part;
  };
  for (let number = 1; number <= 5; number++) await operators.publish();
  await publish(65_537);
  // The size below 100,000 whose proofs are the longest: 16 hashes of each kind.
  const longest = await publish(98_304);
  const usual = await publish(100_000);
  operators.witnesses = [signerOf("auditor.example/sedge", 4)];
  const witnessed = await publish(100_001);
  operators.witnesses = [];
  expect([longest.index, usual.index]).toEqual([98_303, 99_999]);
  // A site that publishes seldom in a busy log: proofs from four sizes have little in common.
  const busy = [longest, usual];
  for (const size of [110_007, 120_019, 130_023, 131_071]) busy.push(await publish(size));
  for (const part of busy) expect(bytes(part)).toBeLessThanOrEqual(4_096);
  expect(bytes(witnessed) - bytes(usual)).toBeLessThanOrEqual(270);
  // As a server sends it, without what the rest of the manifest saves.
  for (const part of busy) expect(sentBytes(part)).toBeLessThanOrEqual(3_072);
});
