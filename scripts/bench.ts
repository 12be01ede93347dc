import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, runStep } from "./step.ts";

const BENCHES = {
  sdk: "the SDK's cost for a page: bytes, main-thread time, milliseconds per classification on each backend",
  models: "every shipped model on held-out rows, compared with baselines",
  linkage: "private record linkage compared with clear text, the PRF's cost, speed, two attacks",
  clustering: "clusters learnt with differential privacy, compared with central k-means and published private methods",
  channels: "records of other channels pushed through both operators: records per second, memory, kills, bytes",
  edge: "requests per second of each endpoint on workerd, compared with a minimal Hono app",
};

const [name, ...args] = process.argv.slice(2);
if (!name || !(name in BENCHES)) {
  const lines = Object.entries(BENCHES).map(([bench, about]) => `  ${bench.padEnd(10)} ${about}`);
  console.log(`npm run bench -- NAME [--help]\n\n${lines.join("\n")}`);
  process.exit(name === undefined || name === "--help" ? 0 : 2);
}
const NEEDS_BUILD = ["sdk", "edge"];
if (NEEDS_BUILD.includes(name) && !existsSync(join(root, "packages/client-sdk/dist/script/sedge.js"))) {
  if (!runStep({ name: "build", command: ["node", "scripts/build.ts"] })) process.exit(1);
}
const ran = runStep({ name: `bench ${name}`, command: ["node", `benchmarks/src/${name}.ts`, ...args] });
process.exit(ran ? 0 : 1);
