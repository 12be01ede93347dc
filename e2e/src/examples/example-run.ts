import type { Browser } from "playwright-core";
import type { AppFolder } from "./app-folder.ts";
import { serve } from "./built-site.ts";
import type { ExampleApp, Served } from "./example-app.ts";
import { npm } from "./npm-command.ts";
import { type SeenPage, seePage } from "./seen-page.ts";

/** What every page shows: a classification, made in a worker whose file was found without configuration, and nothing wrong. */
export function faultsOf({ answer, workers, faults }: SeenPage): string[] {
  return [
    ...(/^[^:%]+: \d+ %, computed in a worker$/.test(answer) ? [] : [`shows "${answer}"`]),
    ...(workers.includes("/sedge/worker.js") ? [] : [`runs the workers ${JSON.stringify(workers)}`]),
    ...faults,
  ];
}

/** Opens the pages of an app that is built. Resolves to what is wrong with them, by page. */
async function openPages(place: string, served: Served, pages: readonly string[], browser: Browser): Promise<string[]> {
  const site = await serve(place, served);
  const found: string[] = [];
  try {
    for (const page of pages) {
      const faults = faultsOf(await seePage(browser, site.origin, page));
      found.push(...faults.map((fault) => `${page}: ${fault}`));
    }
  } finally {
    await site.stop();
  }
  return found;
}

/**
 * Installs an example, and builds, serves and opens it, or runs its tests. Resolves to what is wrong with its pages. Throws the error of a
 * command that fails.
 *
 * @param step - Called with what begins now.
 */
export async function runExample(
  { name, served, pages = ["/"], builds = ["build"] }: ExampleApp,
  folder: AppFolder,
  browser: Browser,
  step: (name: string) => void = () => undefined,
): Promise<string[]> {
  const found: string[] = [];
  try {
    step("installs");
    const place = await folder.install(name);
    if (served === undefined) {
      step("tests");
      await npm(place, "test");
      return [];
    }
    for (const build of builds) {
      step(build === "build" ? "builds" : `builds (${build})`);
      await npm(place, "run", build);
      step("opens");
      const faults = await openPages(place, served, pages, browser);
      found.push(...faults.map((fault) => `${name}, ${build}, ${fault}`));
    }
  } finally {
    folder.remove(name);
  }
  return found;
}
