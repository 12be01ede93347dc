import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Page, Route } from "playwright-core";

/** A step that a visitor's click makes: what is clicked, the event, and the product's name in it, or null for none. */
export type SiteStep = readonly [selector: string, kind: string, item: string | null];

/** What a page of a shop is, as its author knows it. */
export interface SiteFacts {
  /** Path and query of its address. */
  readonly path: string;
  readonly kind: string;
  /** Kinds that are right as well, where people would disagree. */
  readonly alsoRight?: readonly string[];
  readonly item?: string;
  readonly category?: string;
  readonly price?: number;
  readonly currency?: string;
  readonly steps?: readonly SiteStep[];
}

/** A page of a shop: markup rewritten by hand from what a stock theme writes. */
export interface SitePage {
  readonly name: string;
  readonly html: string;
  readonly facts: SiteFacts;
}

/** What was read of a page. */
export interface SiteReading {
  readonly kind: string;
  readonly item?: string;
  readonly category?: string;
  readonly price?: number;
  readonly steps: readonly (readonly [kind: string, item: string | null])[];
}

const FIXTURES = join(import.meta.dirname, "fixtures/sites");

/** Every page in a folder. The facts stand in a comment before the markup. */
export function sitePages(folder = FIXTURES): SitePage[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".html"))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const [, facts = "{}", html = ""] = /^<!-- (.*) -->\n([^]*)$/.exec(text) ?? [];
      return { name: basename(file, ".html"), html, facts: JSON.parse(facts) as SiteFacts };
    });
}

const ORIGIN = "https://shop.example";

/** Answers every request of a page from memory: the shop's page, and the code that reads it. */
export async function servePage(page: Page, code: (file: string) => string): Promise<(site: SitePage) => void> {
  let html = "";
  await page.route("**/*", async (route: Route) => {
    const url = new URL(route.request().url());
    const file = /^\/sedge-code\/([\w.-]+)$/.exec(url.pathname)?.[1];
    if (file) return route.fulfill({ contentType: "text/javascript", body: code(file) });
    const isPage = route.request().isNavigationRequest() && url.origin === ORIGIN;
    return route.fulfill(isPage ? { contentType: "text/html; charset=utf-8", body: html } : { status: 204 });
  });
  return (site) => {
    html = site.html;
  };
}

/** Opens a page of a shop, reads it and clicks its controls, which lead nowhere. */
export async function readSite(page: Page, { facts, name }: SitePage): Promise<SiteReading> {
  await page.goto(ORIGIN + facts.path, { waitUntil: "domcontentloaded" });
  await page.addScriptTag({
    type: "module",
    content: 'import * as reader from "/sedge-code/page-reader.js"; window.siteReader = reader;',
  });
  await page.waitForFunction(() => "siteReader" in window);
  const read = await page.evaluate(async () => {
    const reader = Reflect.get(window, "siteReader");
    await reader.loadPresets?.(document);
    const names: string[] = [];
    const events: Record<string, unknown>[] = [];
    Object.assign(window, { siteEvents: events });
    reader.captures["shop-steps"]({
      window,
      now: () => Date.now(),
      emit: ({ kind, item }: { kind: string; item?: number }) =>
        events.push({ kind, item: names[item ?? -1]?.replace("item:", "") ?? null }),
      alias: (text: string) => names.push(text) - 1,
      noteStep: () => true,
      noteCart: () => true,
    });
    document.addEventListener("submit", (event) => event.preventDefault());
    for (const link of document.querySelectorAll("a"))
      link.addEventListener("click", (event) => event.preventDefault());
    const { kind, product } = reader.readPage(document, location);
    return { kind, ...product };
  });
  for (const [selector] of facts.steps ?? []) await page.click(selector, { noWaitAfter: true });
  const events = await page.evaluate((): { kind: string; item: string | null }[] => Reflect.get(window, "siteEvents"));
  if (events.length > 20) throw new Error(`${name} reports ${events.length} steps.`);
  return { ...read, steps: events.map(({ kind, item }) => [kind, item] as const) };
}
