/** `npm run examples`: installs, builds and opens every project of examples/apps, or one of them. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { readCall, textOption, type Usage, usageOf } from "@sedge/connector/command-line";
import { launchChromium } from "@sedge/testbed";
import type { Browser } from "playwright-core";
import { AppFolder } from "./app-folder.ts";
import { EXAMPLE_APPS, type ExampleApp } from "./example-app.ts";
import { runExample } from "./example-run.ts";

const names = EXAMPLE_APPS.map(({ name }) => name);

const USAGE: Usage = {
  purpose: `Installs, builds and opens every project of examples/apps in Chromium, with the packed SDK, in a temporary folder. Fails if a page does not show
a classification made in a worker, or reports an error, a missing file or a problem. Takes 5 to 15 minutes and needs the npm registry.`,
  options: [{ name: "only", value: "NAME", description: `runs one: ${names.join(", ")}` }],
};

/** Resolves to whether the example works, and prints what it does. */
async function works(app: ExampleApp, folder: AppFolder, browser: Browser): Promise<boolean> {
  const startedAt = performance.now();
  const faults = await runExample(app, folder, browser, (step) => console.error(`${app.name}: ${step} …`)).catch(
    (error: unknown) => [error instanceof Error ? error.message : String(error)],
  );
  for (const fault of faults) console.log(fault);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${app.name}: ${faults.length === 0 ? "ok" : "FAILED"} in ${seconds} s`);
  return faults.length === 0;
}

async function main(): Promise<number> {
  let only: string | undefined;
  try {
    const call = readCall(process.argv.slice(2), USAGE.options);
    if (call.options["help"]) {
      console.log(usageOf("npm run examples --", USAGE));
      return 0;
    }
    const [extra] = call.positionals;
    if (extra !== undefined) throw new RangeError(`unexpected argument "${extra}"; see --help.`);
    only = textOption(call, "only");
    if (only !== undefined && !names.includes(only))
      throw new RangeError(`--only must be one of ${names.join(", ")}, not "${only}".`);
  } catch (error) {
    console.error(`sedge: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
  console.error("Builds the SDK, unless it is built …");
  const built = join(import.meta.dirname, "../../../packages/client-sdk/test/built.ts");
  const { status } = spawnSync(process.execPath, [built], { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) return 1;
  const folder = await AppFolder.create();
  process.once("exit", () => folder.delete());
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  const browser = await launchChromium({ webgpu: false });
  const chosen = EXAMPLE_APPS.filter(({ name }) => only === undefined || name === only);
  let working = 0;
  for (const app of chosen) if (await works(app, folder, browser)) working += 1;
  await browser.close();
  console.log(`${working} of ${chosen.length} examples work.`);
  return working === chosen.length ? 0 : 1;
}

process.exit(await main());
