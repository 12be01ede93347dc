import type { BenchPart } from "./bench-part.ts";
import { conditions } from "./conditions.ts";
import { partOptions } from "./part-options.ts";
import type { PartedBench } from "./parted-bench.ts";
import { partsReport } from "./parts-report.ts";
import { partsUsage } from "./parts-usage.ts";
import { readOptions } from "./read-options.ts";

/**
 * Runs the parts that the command line asks for and prints what they found; how far they are goes to stderr. A command line that can't
 * be read ends the process, as `readOptions` says.
 *
 * @throws Error as the parts do.
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
    found.push(await part.run(options, (line) => process.stderr.write(`${part.name}: ${line}\n`)));
  }
  console.log(partsReport(bench.name, before, found, options.json));
}
