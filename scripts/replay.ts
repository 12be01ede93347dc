import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, runStep } from "./step.ts";

const args = process.argv.slice(2);
const isBuilt = existsSync(join(root, "packages/client-sdk/dist/script/worker.js"));
if (!isBuilt && !args.includes("--help") && !runStep({ name: "build", command: ["node", "scripts/build.ts"] }))
  process.exit(1);
const { main } = await import("../benchmarks/src/replay.ts");
try {
  process.exit(await main(args));
} catch (error) {
  console.error(`sedge: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
