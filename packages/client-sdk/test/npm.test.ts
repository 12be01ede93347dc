import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { launch } from "./browser.ts";
import { servePages } from "./page-server.ts";

const npm = join(import.meta.dirname, "../dist/npm");

/** Compiles a consumer's file against the published declarations, as strictly as can be. Returns the compiler's words. */
function compile(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), "sedge-consumer-"));
  const file = join(folder, "consumer.ts");
  writeFileSync(file, source);
  const options = [
    "--noEmit",
    "--strict",
    "--module",
    "nodenext",
    "--lib",
    "es2022,dom",
    "--types",
    "",
    "--ignoreConfig",
  ];
  const bin = join(import.meta.dirname, "../../../node_modules/.bin/tsc");
  const { stdout } = spawnSync(bin, [...options, file], { cwd: folder, encoding: "utf8" });
  rmSync(folder, { recursive: true });
  return stdout;
}

test("the published declarations stand by themselves", () => {
  const use = `import { createClassifier, SedgeError, type Classification } from ${JSON.stringify(join(npm, "index.js"))};
    const sedge = createClassifier({ site: "demo", endpoint: "https://edge.example.org", consent: { choice: { classify: true } } });
    sedge.on("classification", ({ predictions }) => predictions.map(({ probability }) => probability.toFixed(2)));
    sedge.track("cart-add", { item: 7, price: 3.5 });
    export const answer: Promise<Classification> = sedge.classify();
    export const isOurs = (error: unknown): string => (error instanceof SedgeError ? error.code : "?");`;
  expect(compile(use)).toBe("");
  expect(compile(use.replace('site: "demo", ', ""))).toContain("Property 'site' is missing");
});

test("the package classifies on a page that loads it unbundled", async () => {
  const [browser, server] = await Promise.all([launch(), servePages()]);
  try {
    const page = await browser.newPage();
    const script = `import { createClassifier } from "/npm/index.js";
      window.shop = createClassifier({ site: "demo", endpoint: location.origin, consent: { choice: { classify: true } } });`;
    server.pages.set("/", { html: `<!doctype html><title>t</title><script type="module">${script}</script>` });
    await page.goto(server.origin);
    const predictions = await page.evaluate(
      async () => (await Reflect.get(window, "shop").classify()).predictions.length,
    );
    expect(predictions).toBeGreaterThan(0);
  } finally {
    await browser.close();
    await server.stop();
  }
});
