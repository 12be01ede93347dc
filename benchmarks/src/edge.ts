/** `npm run bench -- edge`: requests per second of each endpoint on workerd, compared with a minimal Hono app on the same workerd. */
import { edgeOptions, USAGE } from "./edge/edge-options.ts";
import { readOptions } from "./report/read-options.ts";

const options = readOptions(() => edgeOptions(process.argv.slice(2)));
if (options === "help") {
  console.log(USAGE);
} else {
  // Loaded only now, so that help and wrong calls answer at once.
  const { benchEdge } = await import("./edge/edge-bench.ts");
  const { edgeReport } = await import("./edge/edge-report.ts");
  const result = await benchEdge(options, (line) => process.stderr.write(`${line}\n`));
  console.log(edgeReport(result, options));
}
