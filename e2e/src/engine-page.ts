import type { Page } from "playwright-core";

/** A page in any engine, as far as the stories of all engines need it. */
export interface EnginePage {
  goto(address: string): Promise<unknown>;
  /** Runs a function in the page. What it is given and what it resolves to go through JSON. */
  evaluate<Given, Result>(work: (given: Given) => Result, given: Given): Promise<Awaited<Result>>;
}

/** A page of Playwright as one of any engine. */
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
