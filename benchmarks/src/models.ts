/** `npm run bench -- models`: every shipped model on held-out rows, compared with reference figures. */
import { modelsOptions, USAGE } from "./models/models-options.ts";
import { readOptions } from "./report/read-options.ts";

const options = readOptions(() => modelsOptions(process.argv.slice(2)));
if (options === "help") {
  console.log(USAGE);
} else {
  // Loaded only now, so that help and wrong calls answer at once.
  const { benchModels } = await import("./models/models-bench.ts");
  const { modelsReport } = await import("./models/models-report.ts");
  const result = benchModels((line) => process.stderr.write(`${line}\n`));
  console.log(modelsReport(result, options));
}
