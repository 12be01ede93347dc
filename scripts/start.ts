import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, runStep } from "./step.ts";
import { isGiven, readTask, refuse, textOption } from "./task-call.ts";

const call = readTask("npm start --", {
  purpose:
    "Builds Sedge and starts the edge, the aggregator and the example shop on this machine. Data is stored in .sedge/. Ctrl-C stops everything.",
  options: [
    {
      name: "port",
      value: "N",
      description: "port of the shop (default: 8080, or the next free one; the edge uses 8787, the aggregator 8788)",
    },
    { name: "fresh", description: "first delete the data of earlier runs: profiles, keys, logs" },
  ],
  examples: ["--port 9000 --fresh"],
});
const port = textOption(call, "port");
const chosen = port === undefined ? undefined : Number(port);
if (chosen !== undefined && !(Number.isInteger(chosen) && chosen >= 1 && chosen <= 65_535)) {
  refuse(`--port takes a whole number from 1 to 65535, not "${port}".`);
}

// Loaded only now, so that help and wrong calls answer at once.
const { claimPort, ensureRound, nextFreePort, PortTakenError, startOperators, startShop } =
  await import("@sedge/testbed");

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
  if (isGiven(call, "fresh") && existsSync(data)) rmSync(data, { recursive: true });
  if (!runStep({ name: "build", command: ["node", "scripts/build.ts"] })) process.exit(1);

  console.log("\nStarting the two operators on workerd …");
  const operators = await startOperators({ persistTo: data, edgePort, aggregatorPort, log: true });
  running.push(operators);
  // A short waiting time lets a single visitor see a contribution leave. Production uses 15 minutes.
  await ensureRound(operators, { spreadSeconds: 20 });
  const shop = await startShop({
    port: shopPort,
    endpoint: operators.edgeUrl,
    site: "demo",
    loginKey: operators.loginKey,
    aggregatorKey: operators.logKey,
  });
  running.push(shop);
  console.log(`
  The shop      ${shop.url}          ← open this one
  The edge      ${operators.edgeUrl}/openapi.json
  Aggregator    ${operators.aggregatorUrl}/openapi.json
  Statements    npm run sedge -- log verify ${operators.aggregatorUrl} --log-key ${operators.logKey}
  Data, logs    .sedge/  (--fresh wipes it)

Press Ctrl-C to stop.`);
} catch (error) {
  console.error(`sedge: ${error instanceof Error ? error.message : String(error)}`);
  await stop(error instanceof PortTakenError ? 2 : 1);
}
