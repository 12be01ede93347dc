import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { launch } from "./browser.ts";
import { type PageServer, servePages } from "./page-server.ts";
import { recordEvents } from "./shop-page.ts";

/** The pages' server, one for all tests of a file. */
export let server: PageServer;
/** A page that records its events, a new one for each test. */
export let page: Page;

/** Starts a browser and a server for the tests of a file, which then import `page` and `server`. */
export function useRecordedPage(): void {
  let browser: Browser;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launch(), servePages()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });
  beforeEach(async () => {
    page = await browser.newPage();
    await recordEvents(page);
  });
  afterEach(() => page.context().close());
}
