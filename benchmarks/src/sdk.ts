/** `npm run bench -- sdk`: the SDK's cost for a page, compared with the page without it and with plain TensorFlow.js. */
import { sdkOptions, USAGE } from "./sdk/sdk-options.ts";
import { readOptions } from "./report/read-options.ts";

const options = readOptions(() => sdkOptions(process.argv.slice(2)));
if (options === "help") {
  console.log(USAGE);
} else {
  // Loaded only now, so that help and wrong calls answer at once.
  const { benchSdk } = await import("./sdk/sdk-bench.ts");
  const { sdkReport } = await import("./sdk/sdk-report.ts");
  const result = await benchSdk(options, (line) => process.stderr.write(`${line}\n`));
  console.log(sdkReport(result, options));
}
