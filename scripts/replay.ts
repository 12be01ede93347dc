import { existsSync } from "node:fs";
import { join } from "node:path";
import { replayOptions, USAGE } from "../benchmarks/src/replay/replay-options.ts";
import { readOptions } from "../benchmarks/src/report/read-options.ts";
import { root, runStep } from "./step.ts";

const options = readOptions(() => replayOptions(process.argv.slice(2)));
if (options === "help") {
  console.log(USAGE);
  process.exit(0);
}
const isBuilt = existsSync(join(root, "packages/client-sdk/dist/script/worker.js"));
if (!isBuilt && !runStep({ name: "build", command: ["node", "scripts/build.ts"] })) process.exit(1);
// Loaded only now, so that help and wrong calls answer at once.
const { main } = await import("../benchmarks/src/replay.ts");
try {
  process.exit(await main(options));
} catch (error) {
  console.error(`sedge: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
