import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Manifest } from "@sedge/protocol";
import { CANARIES, orderRound, roundsOf } from "@sedge/testbed";
import * as v from "valibot";
import { afterAll, expect, test } from "vitest";
import { useConnectorFolder } from "./connector-folder.ts";
import { addressOf } from "./edge-answer.ts";
import { openRound } from "./open-round.ts";
import { simulateContributions } from "./simulated-devices.ts";
import { useTestSystem } from "./test-system.ts";
import { PATIENCE_MS, type Visitor } from "./visitor.ts";

// The story of each code path that `node e2e/src/code-paths.ts` follows, in a tree whose functions report that they run.
const system = useTestSystem({
  operators: { rateLimit: 1_000_000, aggregatorVars: { CHANNELS: { demo: ["web", "shop-till"] } } },
});
const folder = useConnectorFolder(() => system.operators);
const SAMPLES = join(import.meta.dirname, "..", "..", "packages", "connector", "samples", "shop-till");
const lines = join(tmpdir(), `sedge-path-${process.pid}.log`);
const windows: { readonly path: string; readonly from: number; readonly to: number }[] = [];
const logs = [lines];

/** Long enough that nothing of what went before still runs. */
const QUIET_MS = 6_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function follow<Result>(path: string, story: () => Promise<Result>): Promise<Result> {
  await pause(200);
  const from = Date.now();
  const result = await story();
  windows.push({ path, from, to: Date.now() });
  return result;
}

function listen({ page }: Visitor): void {
  page.on("console", (message) => {
    if (message.text().startsWith("sedge-path")) appendFileSync(lines, `${message.text()}\n`);
  });
}

afterAll(() => {
  const text = logs.map((log) => (existsSync(log) ? readFileSync(log, "utf8") : "")).join("\n");
  const ran = [...text.matchAll(/sedge-path (\d+) (\S+\.ts)/g)].map(([, at, file = ""]) => ({ at: Number(at), file }));
  const traces: Record<string, string[]> = {};
  for (const { path, from, to } of windows) {
    const files = ran.filter(({ at }) => at >= from && at <= to).map(({ file }) => file);
    traces[path] = [...new Set([...(traces[path] ?? []), ...files])];
  }
  writeFileSync(process.env["SEDGE_TRACES"] ?? "traces.json", JSON.stringify(traces));
});

test("the round that the vote is for", async () => {
  const { edge, aggregator } = system.operators;
  logs.push(join(edge.folder, "log.txt"), join(aggregator.folder, "log.txt"));
  await openRound(system.operators, {
    epsilon: 2,
    minPeople: 200,
    seconds: 3_600,
    spreadSeconds: 1,
    algorithm: "kmeans",
  });
});

test("a click to the page's callback", async () => {
  const visitor = await system.visitor();
  listen(visitor);
  await visitor.arrive("Only on this device");
  await visitor.classify();
  await pause(QUIET_MS);
  await follow("click to callback", () =>
    visitor.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          window.sedge.on("classification", () => resolve());
          document.body.click();
        }),
    ),
  );
});

test("an identifier to the cluster", async () => {
  const visitor = await system.visitor();
  listen(visitor);
  await visitor.goTo("/");
  await visitor.page.evaluate(() => window.sedge.consent.set({ classify: true, link: true, learn: false }));
  await visitor.isRunning();
  await visitor.cluster();
  await pause(QUIET_MS);
  const [email] = CANARIES.emails;
  const cluster = await follow("identify to cluster", () =>
    visitor.page.evaluate(async (email) => {
      await window.sedge.identify({ email });
      return window.sedge.cluster();
    }, email),
  );
  expect(cluster.source).toBe("edge");
});

test("a vote to the codebook that the edge serves", async () => {
  const path = "vote to served codebook";
  const visitor = await system.visitor();
  listen(visitor);
  await visitor.arrive("Only on this device");
  await visitor.browse();
  await visitor.isRunning();
  await pause(QUIET_MS);
  const state = () => visitor.page.evaluate(async () => (await window.sedge.privacyBudget())?.contribution?.state);
  await follow(path, async () => {
    await visitor.page.evaluate(() => window.sedge.consent.set({ classify: true, learn: true }));
    await expect.poll(state, { timeout: PATIENCE_MS }).toBe("received");
  });
  await simulateContributions(system.operators.edgeUrl, 260);
  await follow(path, async () => {
    await orderRound(system.operators, { action: "close" });
    const end = async () => (await roundsOf(system.operators)).rounds[0]?.end?.state;
    await expect.poll(end, { timeout: 60_000, interval: 500 }).toBe("published");
    const served = async () => {
      const manifest = await fetch(addressOf(system.operators.edgeUrl, "manifest"));
      return v.parse(Manifest, await manifest.json()).codebook.generation;
    };
    await expect.poll(served, { timeout: 150_000, interval: 2_000 }).toBe(1);
  });
}, 400_000);

test("a pushed row to the edge", async () => {
  await folder.register("shop-till");
  process.env["SEDGE_PATH_LOG"] = lines;
  const pushed = await follow("pushed row to the edge", () =>
    folder.push("shop-till", join(SAMPLES, "records.csv"), join(SAMPLES, "map.json")),
  );
  delete process.env["SEDGE_PATH_LOG"];
  expect(pushed.exitCode).toBe(0);
});
