import type { BenchPart } from "./bench-part.ts";
import { conditions } from "./conditions.ts";
import { partOptions } from "./part-options.ts";
import type { PartedBench } from "./parted-bench.ts";
import { partsReport } from "./parts-report.ts";
import { partsUsage } from "./parts-usage.ts";
import { readOptions } from "./read-options.ts";

/**
 * Runs the parts from the command line and prints their results; progress goes to stderr. An invalid command line ends the
 * process, see `readOptions`.
 *
 * @throws Error from the parts.
 */
export async function runParts(bench: PartedBench, args: readonly string[]): Promise<void> {
  const names = bench.parts.map(({ name }) => name);
  const options = readOptions(() => partOptions(args, names));
  if (options === "help") {
    console.log(partsUsage(bench));
    return;
  }
  const before = conditions();
  const found: BenchPart[] = [];
  for (const part of bench.parts) {
    if (options.only !== undefined && options.only !== part.name) continue;
    const run = await part.load();
    found.push(await run(options, (line) => process.stderr.write(`${part.name}: ${line}\n`)));
  }
  console.log(partsReport(bench.name, before, found, options.json));
}
