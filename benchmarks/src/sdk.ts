/** `npm run bench -- sdk`: the SDK's cost for a page, compared with the page without it and with plain TensorFlow.js. */
import { benchSdk } from "./sdk/sdk-bench.ts";
import { sdkOptions, USAGE } from "./sdk/sdk-options.ts";
import { sdkReport } from "./sdk/sdk-report.ts";
import { readOptions } from "./report/read-options.ts";

const options = readOptions(() => sdkOptions(process.argv.slice(2)));
if (options === "help") {
  console.log(USAGE);
} else {
  const result = await benchSdk(options, (line) => process.stderr.write(`${line}\n`));
  console.log(sdkReport(result, options));
}
