/** `npm run bench -- models`: every shipped model on held-out rows, compared with reference figures. */
import { benchModels } from "./models/models-bench.ts";
import { modelsOptions, USAGE } from "./models/models-options.ts";
import { modelsReport } from "./models/models-report.ts";
import { readOptions } from "./report/read-options.ts";

const options = readOptions(() => modelsOptions(process.argv.slice(2)));
if (options === "help") {
  console.log(USAGE);
} else {
  const result = benchModels((line) => process.stderr.write(`${line}\n`));
  console.log(modelsReport(result, options));
}
