/** A page in any engine, as far as the stories of all engines need it. */
export interface EnginePage {
  goto(address: string): Promise<unknown>;
  /** Runs a function in the page. What it is given and what it resolves to go through JSON. */
  evaluate<Given, Result>(work: (given: Given) => Result, given: Given): Promise<Awaited<Result>>;
}

/** What Playwright's pages and Puppeteer's have in common. */
interface ScriptedPage {
  goto(address: string): Promise<unknown>;
  evaluate(script: string): Promise<unknown>;
}

/**
 * A page of Playwright or Puppeteer as one of any engine. Values go through JSON, as WebDriver BiDi leaves out an object that it
 * meets a second time.
 */
export function enginePage(page: ScriptedPage): EnginePage {
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
