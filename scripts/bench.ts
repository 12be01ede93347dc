import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, runStep } from "./step.ts";

const BENCHES = {
  sdk: "what the SDK costs a page: bytes, main-thread time, milliseconds a classification on each backend",
  models: "every shipped model on rows that taught it nothing, beside the yardsticks",
  linkage: "records linked that nobody can read: private beside clear text, the PRF's cost, speed, two attacks",
  clustering: "clusters learnt under differential privacy, beside central k-means and the published private methods",
  channels: "other channels' records pushed through both operators: records a second, memory, kills, bytes",
  edge: "requests a second of each endpoint on workerd, beside a Hono hello",
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
