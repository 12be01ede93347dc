import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { launch } from "./browser.ts";
import { servePages } from "./page-server.ts";

/** A folder in which the package is installed. */
function consumer(): string {
  const folder = mkdtempSync(join(tmpdir(), "sedge-consumer-"));
  mkdirSync(join(folder, "node_modules/@sedge"), { recursive: true });
  symlinkSync(join(import.meta.dirname, ".."), join(folder, "node_modules/@sedge/client-sdk"));
  return folder;
}

/** Compiles a consumer's file against the published declarations, as strictly as can be. Returns the compiler's words. */
function compile(source: string, name = "consumer.mts"): string {
  const folder = consumer();
  const file = join(folder, name);
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
  const use = `import { createClassifier, SedgeError, type Classification } from "@sedge/client-sdk";
    import { createMockClassifier } from "@sedge/client-sdk/testing";
    const sedge = createClassifier({ site: "demo", endpoint: "https://edge.example.org", consent: { choice: { classify: true } } });
    createMockClassifier().emit("cluster", createMockClassifier({ cluster: { clusterId: "c3" } }).status().problem as never);
    sedge.on("classification", ({ predictions }) => predictions.map(({ probability }) => probability.toFixed(2)));
    sedge.track("cart-add", { item: 7, price: 3.5 });
    export const answer: Promise<Classification> = sedge.classify();
    export const isOurs = (error: unknown): string => (error instanceof SedgeError ? error.code : "?");`;
  expect(compile(use)).toBe("");
  expect(compile(use, "consumer.cts")).toBe("");
  expect(compile(use.replace('site: "demo", ', ""))).toContain("Property 'site' is missing");
});

test.each([
  [
    "a module",
    "server.mjs",
    'import { createClassifier } from "@sedge/client-sdk"; import "@sedge/client-sdk/testing";',
  ],
  [
    "CommonJS",
    "server.cjs",
    'const { createClassifier } = require("@sedge/client-sdk"); require("@sedge/client-sdk/testing");',
  ],
])("on a server, %s gets a classifier that does nothing", (_, name, load) => {
  const folder = consumer();
  const use = `${load}
    const sedge = createClassifier({ site: "demo", endpoint: "https://edge.example.org" });
    sedge.track("cart-add");
    sedge.cluster().catch(({ code }) => console.log(code, sedge.status().state));`;
  writeFileSync(join(folder, name), use);
  const { stdout, stderr } = spawnSync(process.execPath, [name], { cwd: folder, encoding: "utf8" });
  rmSync(folder, { recursive: true });
  expect([stdout, stderr]).toEqual(["no-browser off\n", ""]);
});

test("sedge-assets copies the files that Sedge loads by itself, over its own alone", () => {
  const folder = consumer();
  const bin = join(import.meta.dirname, "../bin/sedge-assets.mjs");
  const run = (...args: string[]) => spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: "utf8" });
  expect(run().status).toBe(0);
  expect(run().status).toBe(0);
  expect(readdirSync(join(folder, "public/sedge"))).toEqual(expect.arrayContaining(["worker.js", "models", "wasm"]));
  writeFileSync(join(folder, "package.json"), '{ "devDependencies": { "@sveltejs/kit": "3" } }');
  expect(run()).toMatchObject({ status: 0, stdout: expect.stringContaining("static/sedge") });
  mkdirSync(join(folder, "photos"));
  expect(run("photos")).toMatchObject({ status: 1, stderr: expect.stringContaining("other files") });
  expect(run("--all").status).toBe(2);
  expect(run("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("public/sedge") });
  rmSync(folder, { recursive: true });
});

test.each(["npm", "cjs"])("bundlers leave the imports in dist/%s alone whose address only the page knows", (format) => {
  const folder = join(import.meta.dirname, "../dist", format);
  const files = readdirSync(folder).filter((file) => file.endsWith(".js"));
  const code = files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
  const imports = code.match(/\bimport\((?!["'`]).{0,60}/g) ?? [];
  expect(imports.length).toBeGreaterThan(0);
  for (const one of imports) expect(one).toMatch(/^import\(\/\* webpackIgnore: true \*\/\/\* @vite-ignore \*\//);
});

test("the package classifies on a page that loads it unbundled", async () => {
  const [browser, server] = await Promise.all([launch(), servePages()]);
  try {
    const page = await browser.newPage();
    const script = `import { createClassifier } from "/npm/index.js";
      window.shop = createClassifier({ site: "demo", endpoint: location.origin, consent: { choice: { classify: true } } });`;
    server.pages.set("/", {
      html: `<!doctype html><title>t</title><body data-sedge-page="product"><script type="module">${script}</script>`,
    });
    await page.goto(server.origin);
    const predictions = await page.evaluate(
      async () => (await Reflect.get(window, "shop").classify()).predictions.length,
    );
    expect(predictions).toBeGreaterThan(0);
    const second = `import("/npm/index.js").then(({ createClassifier }) => createClassifier({ site: "demo", endpoint: location.origin }))`;
    expect(await page.evaluate(`${second}.catch(({ code }) => code)`)).toBe("loaded-twice");
    await page.evaluate("shop.stop()");
    expect(await page.evaluate(`${second}.then((sedge) => typeof sedge.track)`)).toBe("function");
  } finally {
    await browser.close();
    await server.stop();
  }
});
