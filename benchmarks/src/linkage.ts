/** `npm run bench -- linkage`: private record linkage, compared with clear text and peers. */
import { STDERR, stageProgress } from "@sedge/connector/progress";
import { LINKAGE_PARTS, USAGE } from "./linkage/usage.ts";
import { partOptions } from "./report/part-options.ts";
import { readOptions } from "./report/read-options.ts";

const options = readOptions(() => partOptions(process.argv.slice(2), LINKAGE_PARTS));
if (options === "help") {
  console.log(USAGE);
} else {
  // Loaded only now, so that help and wrong calls answer at once.
  const { benchLinkage } = await import("./linkage/linkage-bench.ts");
  const { linkageReport } = await import("./linkage/linkage-report.ts");
  console.log(linkageReport(await benchLinkage(options, (title) => stageProgress(title, STDERR)), options));
}
