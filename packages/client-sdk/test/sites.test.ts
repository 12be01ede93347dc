import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "./browser.ts";
import { readSite, servePage, type SitePage, sitePages } from "./site-pages.ts";

const script = join(import.meta.dirname, "../dist/script");
let browser: Browser;
let page: Page;
let show: (site: SitePage) => void;

beforeAll(async () => {
  browser = await launch();
  page = await browser.newPage();
  show = await servePage(page, (file) => readFileSync(join(script, file), "utf8"));
});
afterAll(() => browser.close());

test.each(sitePages().map((site) => [site.name, site] as const))("%s is read as what it is", async (_, site) => {
  show(site);
  const { kind, item, category, price, steps = [] } = site.facts;
  const read = await readSite(page, site);
  const { item: readItem, category: readCategory, price: readPrice } = read;
  expect({ kind: read.kind, item: readItem, category: readCategory, price: readPrice, steps: read.steps }).toEqual({
    kind,
    item,
    category,
    price,
    steps: steps.map(([, step, product]) => [step, product]),
  });
});
