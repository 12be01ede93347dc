import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromBase64url } from "@sedge/privacy/base64url";
import type { Operator, Operators } from "@sedge/testbed";
import { storedRows } from "@sedge/testbed/stored-rows";
import { afterAll, beforeAll, expect, test } from "vitest";
import { atAggregator, atEdge } from "./connector-keys.ts";
import { startOperators } from "./operators.ts";
import { randomKeys, RECEIPT, sendSigned } from "./signed-message.ts";

let operators: Operators;
beforeAll(async () => {
  operators = await startOperators();
});
afterAll(() => operators.stop());

/** The files of an operator, log files of its databases too, that have these bytes in an encoding in which they are stored. */
function filesWith({ folder }: Operator, bytes: Uint8Array): string[] {
  const raw = Buffer.from(bytes);
  const encodings = [raw, Buffer.from(raw.toString("base64url")), Buffer.from(raw.toString("hex"))];
  const state = join(folder, "state");
  return globSync("**/*", { cwd: state, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => encodings.some((encoded) => readFileSync(path).includes(encoded)));
}

/** The random bytes of a key epoch at an operator. */
function secretOf(operator: Operator, epoch: number): Uint8Array {
  const row = storedRows(operator).find(({ table, row }) => table === "epochs" && row["epoch"] === epoch)?.row;
  return row?.["secret"] instanceof Uint8Array ? row["secret"] : expect.fail("the operator has no such epoch");
}

test("after an orderly stop no byte of an erased token or a retired epoch's secret is left in any file", async () => {
  const { edgeUrl, edge, aggregator } = operators;
  const [erased, kept] = [await randomKeys(), await randomKeys()];
  const tokenOf = (keys: typeof kept) => fromBase64url(keys.token);
  const body = { channel: "web", codeword: { generation: 0, path: "" } };
  for (const keys of [erased, kept]) {
    expect((await sendSigned(edgeUrl, { action: "link", keys: [keys] })).status).toBe(200);
    expect((await sendSigned(edgeUrl, { action: "assign", keys: [keys], body })).status).toBe(200);
  }
  for (const at of [atAggregator, atEdge]) await at(operators, "key-epochs", { action: "begin", epoch: 2 });
  const secrets = [edge, aggregator].map((operator) => [operator, secretOf(operator, 1)] as const);
  expect(
    (await sendSigned(edgeUrl, { action: "erase", keys: [erased], receipt: { ...RECEIPT, purposes: [] } })).status,
  ).toBe(200);
  expect(filesWith(edge, tokenOf(erased))).not.toEqual([]);
  for (const [operator, secret] of secrets) expect(filesWith(operator, secret)).not.toEqual([]);
  for (const at of [atEdge, atAggregator]) await at(operators, "key-epochs", { action: "retire", epoch: 1 });
  await edge.stop();
  await aggregator.stop();
  expect(filesWith(edge, tokenOf(erased))).toEqual([]);
  for (const [operator, secret] of secrets) expect(filesWith(operator, secret)).toEqual([]);
  await edge.restart();
  await aggregator.restart();
});
