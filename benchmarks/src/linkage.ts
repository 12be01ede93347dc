/** `npm run bench -- linkage`: private record linkage, compared with clear text and peers. */
import { STDERR, stageProgress } from "@sedge/connector/progress";
import { benchLinkage } from "./linkage/linkage-bench.ts";
import { linkageReport } from "./linkage/linkage-report.ts";
import { LINKAGE_PARTS, USAGE } from "./linkage/usage.ts";
import { partOptions } from "./report/part-options.ts";
import { readOptions } from "./report/read-options.ts";

const options = readOptions(() => partOptions(process.argv.slice(2), LINKAGE_PARTS));
if (options === "help") {
  console.log(USAGE);
} else {
  console.log(linkageReport(await benchLinkage(options, (title) => stageProgress(title, STDERR)), options));
}
