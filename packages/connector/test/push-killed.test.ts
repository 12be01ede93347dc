import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DeliveredMessage, Delivery } from "@sedge/protocol";
import * as v from "valibot";
import { expect, onTestFinished, test } from "vitest";
import { nodeListener } from "../src/push.ts";
import { drySite, POLICY, SITE } from "./dry-site.ts";
import { sedge } from "./sedge.ts";

const json = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);
const Tally = json(v.object({ touches: v.number(), paid: v.object({ sum: v.number() }) }));

/** Six ingest transactions, each with new people; five deliveries. */
const ROWS = 24_000;
const ROWS_A_PART = 4_000;
const NEW_A_PART = 50;
const CUSTOMERS = (ROWS / ROWS_A_PART) * NEW_A_PART;

/** When the process is killed: at the n-th request of a kind over all runs, before or after it was handled. */
const KILLS = [
  { route: "/connector-prf", request: 2, settled: false },
  { route: "/connector-prf", request: 5, settled: true },
  { route: "/deliveries", request: 1, settled: false },
  { route: "/deliveries", request: 3, settled: true },
  { route: "/deliveries", request: 5, settled: true },
];

test("killed by SIGKILL while ingesting and sending, then run again: counts each record once and sends each change once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sedge-push-killed-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [operations, requests] = [new Map<string, number>(), new Map<string, number>()];
  const site = drySite();
  let child: ChildProcess | undefined;
  const server = createServer(
    nodeListener(async (request) => {
      const { pathname } = new URL(request.url);
      const body = await request.text();
      const route = pathname.slice(pathname.lastIndexOf("/"));
      const count = (requests.get(route) ?? 0) + 1;
      requests.set(route, count);
      const kill = KILLS.find((one) => one.route === route && one.request === count);
      if (kill?.settled === false) child?.kill("SIGKILL");
      else if (route === "/deliveries") {
        for (const { message } of v.parse(json(Delivery), body).items) {
          const { operationId } = v.parse(json(DeliveredMessage), message);
          operations.set(operationId, (operations.get(operationId) ?? 0) + 1);
        }
      }
      if (kill) child?.kill("SIGKILL");
      return site(`https://edge.example${pathname}`, {
        method: request.method,
        ...(request.method === "POST" && { body }),
      });
    }),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;

  const wanted = Array.from({ length: CUSTOMERS }, () => ({ touches: 0, cents: 0 }));
  const lines = ["receipt_id,sold_at,loyalty,total,consent"];
  for (let row = 0; row < ROWS; row += 1) {
    const known = (Math.floor(row / ROWS_A_PART) + 1) * NEW_A_PART;
    const who = (row * 7 + (row % 11)) % known;
    const one = wanted[who] ?? expect.fail();
    one.touches += 1;
    one.cents += row % 1_000;
    lines.push(`R${row},2026-11-01T00:00:00Z,L-${10_000 + who},${((row % 1_000) / 100).toFixed(2)},yes`);
  }
  writeFileSync(join(folder, "till.csv"), lines.join("\n"));
  sedge(folder, "connector-key", "key");
  const args = [
    "push",
    "--channel",
    "shop-till",
    "--site",
    SITE,
    "--endpoint",
    `http://127.0.0.1:${port}`,
    "--key",
    "key",
  ];
  args.push("--file", "till.csv", "--policy", POLICY, "--state", "state", "--json");
  const command = join(import.meta.dirname, "..", "src", "sedge-connector.ts");

  const ends: unknown[] = [];
  do {
    child = spawn(process.execPath, [command, ...args], { cwd: folder, stdio: "ignore" });
    const [code, signal]: unknown[] = await once(child, "exit");
    ends.push(signal ?? code);
  } while (ends.at(-1) === "SIGKILL");
  expect(ends).toEqual([...KILLS.map(() => "SIGKILL"), 0]);

  const database = new DatabaseSync(join(folder, "state"), { readOnly: true });
  const tallies = database
    .prepare("SELECT tally FROM people")
    .all()
    .map(({ tally }) => v.parse(Tally, tally));
  expect(database.prepare("SELECT count(*) AS left FROM outbox").get()).toEqual({ left: 0 });
  database.close();
  const found = tallies.map(({ touches, paid }) => `${touches} ${Math.round(paid.sum * 100)}`).toSorted();
  expect(found).toEqual(wanted.map(({ touches, cents }) => `${touches} ${cents}`).toSorted());
  // The answers to two deliveries were lost; they were repeated under the same operation IDs.
  expect(operations.size).toBe(CUSTOMERS);
  expect([...operations.values()].filter((times) => times > 1).length).toBeGreaterThan(0);
});
