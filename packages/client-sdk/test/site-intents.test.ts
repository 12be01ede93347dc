import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "./browser.ts";
import { type PageServer, servePages } from "./page-server.ts";
import { tag } from "./shop-page.ts";

let browser: Browser;
let server: PageServer;

beforeAll(async () => {
  [browser, server] = await Promise.all([launch(), servePages()]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** A folder as a site would have it: that of a model that ships. */
const FOLDER = "/sdk/models/intent-general";
const PIN = createHash("sha256")
  .update(readFileSync(join(import.meta.dirname, "../dist/script/models/intent-general/manifest.json")))
  .digest("hex");

/** How a page with these intents classifies a text, with its reports and requests on the way. */
async function read(intents: string) {
  const context = await browser.newContext();
  const page = await context.newPage();
  server.pages.set("/", { html: `<!doctype html><title>t</title>${tag(server.origin, `data-intents="${intents}"`)}` });
  await page.goto(server.origin);
  await page.waitForFunction(() => window.sedge?.consent !== undefined);
  const seen = await page.evaluate(async () => {
    const problems: string[] = [];
    window.sedge?.on?.("problem", ({ code }) => problems.push(code));
    await window.sedge?.consent?.set({ classify: true });
    const answer = await window.sedge?.classifyText?.("how do I move money to my sister?", { questions: ["intent"] });
    const ledger = (await window.sedge?.ledger?.()) ?? [];
    return { problems, answer, paths: ledger.map(({ url }) => new URL(url).pathname) };
  });
  await context.close();
  return { ...seen, paths: seen.paths.filter((path) => path.startsWith(FOLDER)) };
}

test("a site's own intents come from its folder, by the hash in the tag, and stand in the ledger", async () => {
  const { answer, problems, paths } = await read(`${FOLDER} ${PIN}`);
  expect(answer).toMatchObject({ intent: { model: "intent-general" }, sentiment: null, frustration: null });
  expect(paths).toEqual([`${FOLDER}/manifest.json`, `${FOLDER}/weights.bin`]);
  expect(problems).toEqual([]);
});

test("a folder with another manifest is refused, and the text goes without an intent", async () => {
  const { answer, problems, paths } = await read(`${FOLDER} ${"0".repeat(64)}`);
  expect(answer?.intent).toBeNull();
  expect(problems).toEqual(["model-hash-mismatch"]);
  expect(paths).toEqual([`${FOLDER}/manifest.json`]);
});
