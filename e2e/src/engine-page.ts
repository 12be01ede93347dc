import type { Page } from "playwright-core";

/** A page in any browser engine, with the operations that tests for all engines use. */
export interface EnginePage {
  goto(address: string): Promise<unknown>;
  /** Runs a function in the page. Its argument and its result go through JSON. */
  evaluate<Given, Result>(work: (given: Given) => Result, given: Given): Promise<Awaited<Result>>;
}

/** Adapts a Playwright page. */
export function enginePage(page: Page): EnginePage {
  return {
    goto: (address) => page.goto(address),
    async evaluate(work, given) {
      const text = await page.evaluate(
        `(async () => JSON.stringify((await (${String(work)})(${JSON.stringify(given)})) ?? null))()`,
      );
      return JSON.parse(String(text));
    },
  };
}
