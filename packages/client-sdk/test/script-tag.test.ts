import type { PageKind } from "@sedge/features";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launch } from "./browser.ts";
import { type PageServer, servePages, type TestPage } from "./page-server.ts";
import { tag } from "./shop-page.ts";

let browser: Browser;
let server: PageServer;
let elsewhere: PageServer;
let context: BrowserContext;
let page: Page;
let printed: string[];

beforeAll(async () => {
  [browser, server, elsewhere] = await Promise.all([launch(), servePages(), servePages()]);
});
afterAll(async () => {
  await browser.close();
  await Promise.all([server.stop(), elsewhere.stop()]);
});
beforeEach(async () => {
  context = await browser.newContext();
  page = await context.newPage();
  printed = [];
  page.on("console", (message) => printed.push(message.text()));
  page.on("pageerror", (error) => printed.push(`page error: ${error.message}`));
});
afterEach(() => context.close());

async function open(html: string, headers: TestPage["headers"] = {}): Promise<void> {
  server.pages.set("/", { html: `<!doctype html><title>t</title>${html}`, headers });
  await page.goto(server.origin);
}

async function classified(): Promise<{ host: string | null | undefined; predictions: number | undefined }> {
  await page.waitForFunction(() => window.sedge?.status !== undefined);
  return page.evaluate(async () => {
    await window.sedge?.consent?.set({ classify: true });
    window.sedge?.page?.({ kind: "product" });
    const answer = await window.sedge?.classify?.();
    return { host: window.sedge?.status?.().host, predictions: answer?.predictions.length };
  });
}

describe("the queue stub", () => {
  test("early calls are made in order, and answer by callback; later ones by promise too", async () => {
    await open(`${tag(server.origin)}<script>
      window.seen = [];
      sedge("on", "consent", (state) => seen.push("consent " + state.purposes));
      sedge("consent.set", { classify: true }, (error, state) => seen.push("set " + error + " " + state.decided));
      sedge("track", "wishlist-add");
      sedge("classify", (error, answer) => seen.push("classify " + error + " " + answer.events));
      sedge("identify", { email: "jo@example.org" }, (error) => seen.push("identify " + error.code));
      sedge("dance", (error) => seen.push("dance " + error.code));</script>`);
    await page.waitForFunction(() => Reflect.get(window, "seen").some((line: string) => line.startsWith("classify")));
    const seen: string[] = await page.evaluate(() => Reflect.get(window, "seen"));
    expect(seen[0]).toBe("consent classify");
    expect(seen.toSorted()).toEqual(
      ["classify null 1", "consent classify", "dance unknown-method", "identify consent-required", "set null true"].map(
        (line) => (line.startsWith("classify") ? expect.stringMatching(/^classify null [12]$/) : line),
      ),
    );
    const later = await page.evaluate(() => window.sedge?.("consent.get"));
    expect(later).toMatchObject({ purposes: ["classify"] });
    expect(printed.filter((line) => !line.includes("404"))).toEqual([]);
  });
  test.each([
    [`data-endpoint="https://e.example.org"`, "bad-option: `site`"],
    [`data-site="demo"`, "bad-option: `endpoint`"],
    [`data-site="demo" data-endpoint="http://e.example.org"`, "bad-option: `endpoint`"],
    [`data-site="demo" data-endpoint="https://e.example.org" data-intents="/ours/"`, "bad-option: `intents`"],
  ])("a tag with %s is reported in one sentence", async (attributes, sentence) => {
    await open(`<script async src="/sdk/sedge.js" ${attributes}></script>`);
    await expect
      .poll(() => printed.filter((line) => line.startsWith("sedge:")))
      .toEqual([expect.stringContaining(sentence)]);
  });
  test("a second tag does nothing but say so", async () => {
    await open(`${tag(server.origin)}${tag(server.origin)}`);
    await expect.poll(() => printed.filter((line) => line.includes("loaded-twice"))).toHaveLength(1);
  });
});

describe("pages that show nothing of a shop", () => {
  const answers = () =>
    page.evaluate(async () => {
      const classification = await window.sedge?.classify?.();
      const cluster = await window.sedge?.cluster?.();
      return { classification, cluster, heard: Reflect.get(window, "heard") };
    });
  const visit = async (kinds: readonly PageKind[]) => {
    await open(`<main data-sedge-page="${kinds[0]}"></main>${tag(server.origin)}<script>
      window.heard = [];
      sedge("on", "cluster", ({ clusterId }) => heard.push(clusterId));
      sedge("consent.set", { classify: true });</script>`);
    await page.waitForFunction(() => window.sedge?.page !== undefined);
    for (const kind of kinds.slice(1)) await page.evaluate((kind) => window.sedge?.page?.({ kind }), kind);
  };
  test.each([
    ["a first page", ["home"], "too-early", "few-pages"],
    ["a blog", ["home", "information", "information", "information"], "not-applicable", "no-product"],
    ["a documentation site", ["other", "other", "support"], "not-applicable", "no-product"],
  ] as const)("%s gets no answer about shopping and no cluster, with the reason", async (_, kinds, state, reason) => {
    await visit(kinds);
    const { classification, cluster, heard } = await answers();
    expect(classification).toMatchObject({ intent: null, predictions: [], abstained: { state, reason } });
    expect(cluster).toMatchObject({ clusterId: null, clusterName: null, confidence: 0, abstained: { state, reason } });
    expect(heard).toEqual([]);
  });
  test("the first product brings the answers, and a confidence below 1", async () => {
    await visit(["home", "information", "information", "product"]);
    const { classification, cluster, heard } = await answers();
    expect(classification).toMatchObject({ predictions: expect.arrayContaining([expect.anything()]) });
    expect(classification).not.toHaveProperty("abstained");
    expect(cluster?.confidence).toBeLessThan(1);
    expect(heard).toEqual([cluster?.clusterId]);
  });
});

describe("strict pages", () => {
  const nonce = "r4nd0m";
  const strictTag = () =>
    `<script nonce="${nonce}">window.sedge = window.sedge || function () { (sedge.q = sedge.q || []).push(arguments); };</script>
     <script async nonce="${nonce}" src="/sdk/sedge.js" data-site="demo" data-endpoint="${server.origin}/edge"></script>`;
  test("a nonce policy with Trusted Types lets it work in a worker", async () => {
    const policy = `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types sedge`;
    await open(strictTag(), { "content-security-policy": policy });
    expect(await classified()).toEqual({ host: "worker", predictions: expect.any(Number) });
    expect(printed.filter((line) => /policy|trusted/i.test(line))).toEqual([]);
  });
  test("without leave for WASM it still classifies", async () => {
    const policy = `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; worker-src 'self'; connect-src 'self'`;
    await open(strictTag(), { "content-security-policy": policy });
    const { predictions } = await classified();
    expect(predictions).toBeGreaterThan(0);
  });
  test.each([
    ["a policy without workers", "script-src 'self' 'nonce-r4nd0m'; worker-src 'none'"],
    ["Trusted Types without our policy's name", "require-trusted-types-for 'script'; trusted-types other"],
  ])("%s runs it on the page, and says so", async (_, policy) => {
    await open(strictTag(), { "content-security-policy": policy });
    const { host, predictions } = await classified();
    expect(host).toBe("page");
    expect(predictions).toBeGreaterThan(0);
    const backend = await page.evaluate(() => window.sedge?.status?.().backend?.host);
    expect(backend).toBe("page");
  });
});

describe("files and policies", () => {
  test.each([
    ["answers 404", undefined, "answers 404"],
    ["is the start page", "<!doctype html>", "answers 200 (text/html"],
  ])("a worker's file that %s ends in one problem that names the fix", async (_, html, words) => {
    server.pages.delete("/elsewhere/worker.js");
    if (html !== undefined) server.pages.set("/elsewhere/worker.js", { html });
    await open(
      `<script type="module">
         const { startClassifier } = await import("/sdk/sdk.js");
         const settings = { site: "demo", endpoint: location.origin, assets: location.origin + "/elsewhere/", channel: "web", consent: {}, intents: "intent-general", hooks: { reader: await import("/sdk/page-reader.js") } };
         window.other = startClassifier(settings);
         window.problems = [];
         other.on("problem", (problem) => problems.push(problem));
         await other.consent.set({ classify: true }).catch(() => undefined);
         await other.classify().catch(() => undefined);
         window.done = true;
       </script>`,
    );
    await page.waitForFunction(() => Reflect.get(window, "done"));
    const problems: { code: string; message: string }[] = await page.evaluate(() => Reflect.get(window, "problems"));
    expect(problems.map(({ code }) => code)).toEqual(["assets-missing"]);
    expect(problems[0]?.message).toContain(words);
    expect(problems[0]?.message).toContain("npx sedge-assets");
  });
  test("a page reader of another build, as from a cache, is refused", async () => {
    await open(
      `<script type="module">
         const { startClassifier } = await import("/sdk/sdk.js");
         const reader = { ...(await import("/sdk/page-reader.js")), build: "old" };
         const settings = { site: "demo", endpoint: location.origin, assets: location.origin + "/sdk/", channel: "web", consent: {}, hooks: { reader } };
         try { startClassifier(settings); window.code = "started"; } catch (error) { window.code = error.code; }
       </script>`,
    );
    await page.waitForFunction(() => Reflect.get(window, "code"));
    expect(await page.evaluate(() => Reflect.get(window, "code"))).toBe("build-mismatch");
  });
  test("a policy that allows workers by `blob:` alone gets one", async () => {
    const policy = `default-src 'none'; script-src 'self' 'nonce-r4nd0m' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'self'`;
    await open(`<script async src="/sdk/sedge.js" data-site="demo" data-endpoint="${server.origin}"></script>`, {
      "content-security-policy": policy,
    });
    expect(await classified()).toEqual({ host: "worker", predictions: expect.any(Number) });
    expect(printed.filter((line) => line.startsWith("sedge:"))).toEqual([]);
  });
});

describe("what other scripts and authors do", () => {
  test("a tag that loads it as a module, beside an element with the id `sedge` and an old framework", async () => {
    await open(
      `<div id="sedge"></div><script>
        Array.from = (list) => [].slice.call(list);
        Array.prototype.toJSON = function () { return "[" + this.join(", ") + "]"; };
       </script><script type="module" src="/sdk/sedge.js" data-site="demo" data-endpoint="${server.origin}"></script>`,
    );
    await page.waitForFunction(() => typeof window.sedge === "function" && window.sedge.status !== undefined);
    expect(await classified()).toEqual({ host: "worker", predictions: expect.any(Number) });
    const purposes = () => page.evaluate(() => window.sedge?.consent?.get().purposes);
    expect(await purposes()).toEqual(["classify"]);
    await page.reload();
    await page.waitForFunction(() => typeof window.sedge === "function" && window.sedge.status !== undefined);
    expect(await purposes()).toEqual(["classify"]);
    expect(printed.filter((line) => line.startsWith("sedge:") || line.startsWith("page error"))).toEqual([]);
  });
});

describe("other circumstances", () => {
  test("files on another origin, as on a content network: a worker still", async () => {
    server.pages.set("/", { html: `<!doctype html>${tag(elsewhere.origin)}` });
    await page.goto(server.origin);
    expect(await classified()).toEqual({ host: "worker", predictions: expect.any(Number) });
  });
  test("a worker that crashes is started again, then the page takes over", async () => {
    await page.addInitScript(() => {
      const workers: Worker[] = [];
      Object.assign(window, { workers });
      const { Worker: Real } = window;
      window.Worker = class extends Real {
        constructor(...args: ConstructorParameters<typeof Worker>) {
          super(...args);
          workers.push(this);
        }
      };
    });
    await open(tag(server.origin));
    expect((await classified()).host).toBe("worker");
    for (const host of ["worker", "page"]) {
      await page.evaluate(() => {
        const workers: Worker[] = Reflect.get(window, "workers");
        workers.at(-1)?.dispatchEvent(new ErrorEvent("error"));
      });
      await page.waitForFunction((wanted) => window.sedge?.status?.().host === wanted, host);
      expect((await page.evaluate(() => window.sedge?.classify?.()))?.predictions.length).toBeGreaterThan(0);
    }
    expect(await page.evaluate(() => Reflect.get(window, "workers").length)).toBe(2);
  });
  test("the integrity that the build prints is the loader's", async () => {
    const integrity: Record<string, string> = await (await fetch(`${server.origin}/sdk/integrity.json`)).json();
    await open(
      `<script async src="/sdk/sedge.js" integrity="${integrity["sedge.js"]}" data-site="demo" data-endpoint="${server.origin}"></script>`,
    );
    await page.waitForFunction(() => window.sedge?.status !== undefined);
  });
  test("after stop() nothing answers", async () => {
    await open(tag(server.origin));
    await classified();
    const code = await page.evaluate(() => {
      window.sedge?.stop?.();
      return window.sedge?.classify?.().catch((error) => error.code);
    });
    expect(code).toBe("stopped");
  });
});
