import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { claimPort, ensureRound, nextFreePort, PortTakenError, startOperators, startShop } from "@sedge/testbed";
import { root, runStep } from "./step.ts";

const USAGE = `npm start [-- --port N] [--fresh] [--help]

Builds Sedge and starts the edge, the aggregator and the example shop on this machine. Data stays in .sedge/.

  --port N   port of the shop (default 8080, the next free one if it is taken; the edge takes 8787, the aggregator 8788)
  --fresh    delete the data of earlier runs: profiles, keys, logs
  --help     show this help`;

const { values } = parseArgs({
  options: { port: { type: "string" }, fresh: { type: "boolean" }, help: { type: "boolean" } },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const chosen = values.port === undefined ? undefined : Number(values.port);
if (chosen !== undefined && !(Number.isInteger(chosen) && chosen >= 1 && chosen <= 65_535)) {
  console.error(`sedge: --port must be a number from 1 to 65535, not "${values.port}".`);
  process.exit(2);
}

/** The default port of a part, or the next free one with a message. */
async function portOf(part: string, usual: number): Promise<number> {
  const port = await nextFreePort(usual);
  if (port !== usual) console.log(`Port ${usual} is taken. ${part} uses ${port}.`);
  return port;
}

/** Started parts, which Ctrl-C stops in reverse order. */
const running: { stop(): Promise<void> }[] = [];
let stopping = false;
async function stop(code: number): Promise<never> {
  stopping = true;
  if (running.length > 0) console.log("\nStopping …");
  for (const part of running.toReversed()) await part.stop();
  process.exit(code);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (!stopping) void stop(0);
  });
}

const data = join(root, ".sedge");
try {
  // A chosen port is required: falling back to another would surprise the user.
  const shopPort = chosen === undefined ? await portOf("The shop", 8080) : await claimPort(chosen);
  const edgePort = await portOf("The edge", 8787);
  const aggregatorPort = await portOf("The aggregator", 8788);
  if (values.fresh && existsSync(data)) rmSync(data, { recursive: true });
  if (!runStep({ name: "build", command: ["node", "scripts/build.ts"] })) process.exit(1);

  console.log("\nStarting the two operators on workerd …");
  const operators = await startOperators({ persistTo: data, edgePort, aggregatorPort });
  running.push(operators);
  // A short waiting time lets a single visitor see a contribution leave. Production uses 15 minutes.
  await ensureRound(operators, { spreadSeconds: 20 });
  const shop = await startShop({ port: shopPort, endpoint: operators.edgeUrl, site: "demo" });
  running.push(shop);
  console.log(`
  The shop      ${shop.url}          ← open this one
  The edge      ${operators.edgeUrl}/openapi.json
  Aggregator    ${operators.aggregatorUrl}/openapi.json
  Data, logs    .sedge/  (--fresh wipes it)

Press Ctrl-C to stop.`);
} catch (error) {
  console.error(`sedge: ${error instanceof Error ? error.message : String(error)}`);
  await stop(error instanceof PortTakenError ? 2 : 1);
}
