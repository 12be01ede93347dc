/** `npm run bench -- edge`: requests per second of each endpoint on workerd, compared with a minimal Hono app on the same workerd. */
import { benchEdge } from "./edge/edge-bench.ts";
import { edgeOptions, USAGE } from "./edge/edge-options.ts";
import { edgeReport } from "./edge/edge-report.ts";
import { readOptions } from "./report/read-options.ts";

const options = readOptions(() => edgeOptions(process.argv.slice(2)));
if (options === "help") {
  console.log(USAGE);
} else {
  const result = await benchEdge(options, (line) => process.stderr.write(`${line}\n`));
  console.log(edgeReport(result, options));
}
