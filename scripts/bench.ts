import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { wrapped } from "../packages/connector/src/command-line.ts";
import { root, runStep } from "./step.ts";
import { refuse } from "./task-call.ts";

const BENCHES = {
  sdk: "the SDK's cost for a page: bytes, main-thread time, milliseconds per classification on each backend",
  sites: "pages of shops, themes, news and documentation: page kinds, products, prices and cart steps recognised",
  models: "every shipped model on held-out rows, compared with baselines",
  texts: "a site's own text models trained without out-of-scope rows: calibration and refusal, before and after",
  linkage: "private record linkage compared with clear text, the PRF's cost, speed, two attacks",
  clustering: "clusters learned with differential privacy, compared with central k-means and published private methods",
  channels: "records of other channels pushed through both operators: records per second, memory, kills, bytes",
  log: "a log of site statements: bytes that a statement adds to a manifest, time and code of the device's check",
  edge: "requests per second of each endpoint on workerd, compared with a minimal Hono app",
};

const [name, ...args] = process.argv.slice(2);
if (name === undefined || name === "--help" || name === "-h") {
  const indent = " ".repeat(13);
  const lines = Object.entries(BENCHES).map(
    ([bench, about]) => `  ${bench.padEnd(10)} ${wrapped(about, indent, indent).trim()}`,
  );
  console.log(`npm run bench -- NAME [OPTION …]

Measures one part of Sedge. "npm run bench -- NAME --help" lists its options.

${lines.join("\n")}

Exit codes: 0 success, 2 invalid call, 1 any other failure.`);
  process.exit(0);
}
if (!(name in BENCHES)) {
  refuse(`there is no bench "${name}"; the benches are ${Object.keys(BENCHES).join(", ")}.`);
}
const isHelp = args.includes("--help");
const NEEDS_BUILD = ["sdk", "sites", "edge"];
if (!isHelp && NEEDS_BUILD.includes(name) && !existsSync(join(root, "packages/client-sdk/dist/script/sedge.js"))) {
  if (!runStep({ name: "build", command: ["node", "scripts/build.ts"] })) process.exit(1);
}
const { status } = spawnSync("node", [`benchmarks/src/${name}.ts`, ...args], { cwd: root, stdio: "inherit" });
process.exit(status ?? 1);
