/** `npm run bench -- clustering`: clusters learnt from everyone, readable from no one, beside the published private methods. */
import type { BenchPart } from "./clustering/bench-part.ts";
import { clusteringReport } from "./clustering/clustering-report.ts";
import { PARTS } from "./clustering/parts.ts";
import { USAGE } from "./clustering/usage.ts";
import { conditions } from "./report/conditions.ts";
import { partOptions } from "./report/part-options.ts";

const options = partOptions(
  process.argv.slice(2),
  PARTS.map(({ name }) => name),
);
if (options === "help") {
  console.log(USAGE);
} else {
  const before = conditions();
  const found: BenchPart[] = [];
  for (const part of PARTS) {
    if (options.only !== undefined && options.only !== part.name) continue;
    found.push(await part.run(options, (line) => process.stderr.write(`${part.name}: ${line}\n`)));
  }
  console.log(clusteringReport(before, found, options.json));
}
