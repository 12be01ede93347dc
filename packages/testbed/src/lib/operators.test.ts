import { existsSync, mkdtempSync, readdirSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Operators, startOperators } from "./operators.ts";
import { buildOperators } from "./build-operators.ts";
import type { BuiltOperators } from "./built-worker.ts";
import { claimPort, PortTakenError } from "./port.ts";
import { ensureRound, orderRound, roundsOf } from "./rounds.ts";

const folder = mkdtempSync(join(tmpdir(), "sedge-testbed-"));
const bundles = mkdtempSync(join(tmpdir(), "sedge-built-"));
let built: BuiltOperators;
let operators: Operators;

beforeAll(async () => {
  built = await buildOperators(bundles);
  operators = await startOperators({ built, persistTo: folder });
});
afterAll(async () => {
  await operators?.stop();
  for (const made of [folder, bundles]) await rm(made, { recursive: true, force: true });
});

async function edgeKeys(): Promise<string> {
  const answer = await fetch(`${operators.edgeUrl}/v1/sites/demo/manifest`);
  expect(answer.status).toBe(200);
  return JSON.stringify(await answer.json());
}

test("connects the edge to the aggregator: the manifest has both operators' keys", async () => {
  expect(await edgeKeys()).toMatch(/"edgeKey":"[\w-]{43}","aggregatorKey":"[\w-]{43}"/);
  expect(existsSync(join(folder, "edge-worker", "state", "d1"))).toBe(true);
});

test("keeps its data from other users of the machine", () => {
  const open = readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => (statSync(path).mode & 0o077) !== 0);
  expect(open).toEqual([]);
  expect(existsSync(join(folder, "edge-worker", "state"))).toBe(true);
});

test("stops serving after a kill, and serves the same keys at the same address after a restart", async () => {
  const before = await edgeKeys();
  await operators.edge.kill();
  await expect(fetch(`${operators.edgeUrl}/healthz`)).rejects.toThrow();
  expect((await fetch(`${operators.aggregatorUrl}/healthz`)).status).toBe(200);
  await operators.edge.restart();
  expect(await edgeKeys()).toBe(before);
});

test("serves an opened round to devices, also after both operators restart", async () => {
  await ensureRound(operators, { minPeople: 2, seconds: 3_600 });
  const [opened] = (await roundsOf(operators)).rounds;
  expect(opened).toMatchObject({ state: "collecting", people: null, end: null });
  await Promise.all([operators.edge.restart(), operators.aggregator.restart()]);
  const document = await (await fetch(`${operators.edgeUrl}/v1/sites/demo/round`)).json();
  expect(document).toMatchObject({ round: opened?.round, state: "collecting" });
  await ensureRound(operators);
  const closed = await orderRound(operators, { action: "close" });
  expect(closed.rounds.map(({ round }) => round)).toEqual([opened?.round]);
  expect(closed.rounds[0]?.end).toEqual({ state: "abandoned", reason: "too-few-people" });
});

test("throws an error that names a taken port", async () => {
  const port = await claimPort();
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(port, "127.0.0.1", resolve));
  await expect(startOperators({ built, edgePort: port })).rejects.toThrow(new PortTakenError(port));
  holder.close();
});

test("a stopped operator has no effect on the operator that its host runs next", async () => {
  const [first, second] = [mkdtempSync(join(folder, "first-")), mkdtempSync(join(folder, "second-"))];
  const one = await startOperators({ built, persistTo: first });
  await one.stop();
  const next = await startOperators({ built, persistTo: second });
  await Promise.all([one.edge.stop(), one.edge.kill()]);
  expect((await fetch(`${next.edgeUrl}/healthz`)).status).toBe(200);
  await next.stop();
  await expect(fetch(`${next.edgeUrl}/healthz`)).rejects.toThrow();
});
