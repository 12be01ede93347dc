import { existsSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Operators, startOperators } from "./operators.ts";
import { claimPort, PortTakenError } from "./port.ts";

const folder = mkdtempSync(join(tmpdir(), "sedge-testbed-"));
let operators: Operators;

beforeAll(async () => {
  operators = await startOperators({ persistTo: folder });
}, 90_000);
afterAll(async () => {
  await operators?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function edgeKeys(): Promise<string> {
  const answer = await fetch(`${operators.edgeUrl}/v1/sites/demo/manifest`);
  expect(answer.status).toBe(200);
  return JSON.stringify(await answer.json());
}

test("the edge knows the aggregator: its manifest names both operators' keys", async () => {
  expect(await edgeKeys()).toMatch(/"edgeKey":"[\w-]{43}","aggregatorKey":"[\w-]{43}"/);
  expect(existsSync(join(folder, "edge-worker", "state", "d1"))).toBe(true);
});

test("killed, it is gone; restarted, it serves the same keys at the same address", async () => {
  const before = await edgeKeys();
  await operators.edge.kill();
  await expect(fetch(`${operators.edgeUrl}/healthz`)).rejects.toThrow();
  expect((await fetch(`${operators.aggregatorUrl}/healthz`)).status).toBe(200);
  await operators.edge.restart();
  expect(await edgeKeys()).toBe(before);
}, 60_000);

test("a taken port is an error that names it", async () => {
  const port = await claimPort();
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(port, "127.0.0.1", resolve));
  await expect(startOperators({ edgePort: port })).rejects.toThrow(new PortTakenError(port));
  holder.close();
});
