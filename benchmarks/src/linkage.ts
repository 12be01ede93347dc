/** `npm run bench -- linkage`: records linked that nobody can read, beside clear text and the peers. */
import { benchLinkage } from "./linkage/linkage-bench.ts";
import { linkageOptions, USAGE } from "./linkage/linkage-options.ts";
import { linkageReport } from "./linkage/linkage-report.ts";
import { shareProgress } from "./linkage/share-progress.ts";

const options = linkageOptions(process.argv.slice(2));
if (options === "help") {
  console.log(USAGE);
} else {
  console.log(linkageReport(await benchLinkage(options, shareProgress), options));
}
