import type { Browser, Page } from "playwright-core";

/** What a visitor of an example's page sees, and what is wrong with the page. */
export interface SeenPage {
  /** The text that the page shows as its answer; empty where it shows none. */
  readonly answer: string;
  /** Addresses of the workers that run, without the origin. */
  readonly workers: readonly string[];
  /** Errors in the console (problems of Sedge included), uncaught errors, failed requests, and requests to anyone else. */
  readonly faults: readonly string[];
}

/** How long a page may take until it shows the answer, in milliseconds. */
const ANSWER_MS = 120_000;

function watch(page: Page, origin: string): string[] {
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", ({ message }) => faults.push(`uncaught: ${message}`));
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(?:blob|data):/.test(url)) faults.push(`leaves the site: ${url}`);
  });
  return faults;
}

/** Opens a page of an example in a fresh profile, and waits for its answer. */
export async function seePage(browser: Browser, origin: string, path: string): Promise<SeenPage> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const faults = watch(page, origin);
    await page.goto(origin + path);
    const output = page.locator("output", { hasText: "%" });
    await output.waitFor({ timeout: ANSWER_MS }).catch((error: unknown) => faults.push(String(error)));
    const answer = (await output.count()) > 0 ? await output.innerText() : "";
    return { answer, workers: page.workers().map((worker) => worker.url().replace(origin, "")), faults };
  } finally {
    await context.close();
  }
}
