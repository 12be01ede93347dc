import { createReadStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { TouchTally } from "@sedge/features/profile";
import { Delivery, DeliveredMessage } from "@sedge/protocol";
import * as v from "valibot";
import type { BenchPart } from "../report/bench-part.ts";
import { figure } from "../report/figure.ts";
import { type KillPoint, killedPush, type PushRun } from "./killed-push.ts";
import { pushingSite } from "./pushing-site.ts";
import { type CustomerSum, writeReceipts } from "./till-receipts.ts";

const json = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);
const Row = v.object({ tally: json(TouchTally) });
const Line = v.object({ url: v.string(), body: v.string() });
const PushResult = v.object({ accepted: v.number(), repeated: v.number(), delivered: v.number(), waiting: v.number() });

/** Once while people are new to the operators, once halfway, and once while messages are sent. */
const KILLS: readonly KillPoint[] = [
  { stage: "reading", share: 0.1 },
  { stage: "reading", share: 0.6 },
  { stage: "sending", share: 0.4 },
];
/** Memory beyond the connector's runtime and caches, in MiB. A million receipts take 70 as text and 400 as objects. */
const MOST_GROWTH_MIB = 150;

/** The tallies in the state, without the people that they belong to. */
function talliesIn(state: string): string[] {
  const database = new DatabaseSync(state, { readOnly: true });
  const rows = database.prepare("SELECT tally FROM people").all();
  database.close();
  return rows.map((row) => textOf(v.parse(Row, row).tally)).toSorted();
}

function textOf({ touches, paid }: TouchTally): string {
  return `${touches} ${Math.round(paid.sum * 100)}`;
}

function wanted(sums: ReadonlyMap<string, CustomerSum>): string[] {
  return [...sums.values()].map(({ receipts, paid }) => `${receipts} ${paid}`).toSorted();
}

/** Operations sent, and the number of messages with them. After a kill, an operation can be sent again under the same ID. */
async function sentIn(
  ledger: string,
): Promise<{ operations: number; messages: number; tokens: number; bytes: number }> {
  const [operations, tokens] = [new Set<string>(), new Set<string>()];
  let [messages, bytes] = [0, 0];
  for await (const line of createInterface({ input: createReadStream(ledger) })) {
    const { url, body } = v.parse(json(Line), line);
    bytes += Buffer.byteLength(body);
    if (!url.endsWith("/deliveries")) continue;
    for (const { message, signatures } of v.parse(json(Delivery), body).items) {
      operations.add(v.parse(json(DeliveredMessage), message).operationId);
      for (const { token } of signatures) tokens.add(token);
      messages += 1;
    }
  }
  return { operations: operations.size, messages, tokens: tokens.size, bytes };
}

/** Pushes a till's receipts through both operators, with three kills. */
export async function tillPart(
  { quick }: { readonly quick: boolean },
  note: (line: string) => void,
): Promise<BenchPart> {
  const [receipts, customers] = quick ? [50_000, 1_000] : [1_000_000, 20_000];
  await using site = await pushingSite(["shop-till"]);
  const file = join(site.folder, "till.csv");
  const sums = await writeReceipts(file, receipts, customers, 6);
  writeFileSync(join(site.folder, "map.json"), JSON.stringify({ policyVersion: "2026-11" }));
  const [state, ledger] = [join(site.folder, "till.state"), join(site.folder, "ledger.ndjson")];
  const files = ["--file", file, "--map", "map.json", "--state", state, "--ledger", ledger];
  const args = [...site.options("shop-till"), ...files, "--json"];
  const runs: PushRun[] = [];
  for (const kill of [...KILLS, undefined]) {
    note(kill ? `to be killed at ${kill.share * 100} % of ${kill.stage}` : "to its end");
    runs.push(await killedPush(site.folder, args, kill, note));
  }
  const last = v.parse(json(PushResult), runs.at(-1)?.out ?? "");
  const [found, right] = [talliesIn(state), wanted(sums)];
  const wrong = right.filter((one, index) => one !== found[index]).length + Math.abs(right.length - found.length);
  const sent = await sentIn(ledger);
  const seconds = runs.reduce((sum, run) => sum + run.seconds, 0);
  const cpuSeconds = runs.reduce((sum, run) => sum + run.cpuSeconds, 0);
  const [peak, early] = [Math.max(...runs.map((run) => run.peakMib)), Math.max(...runs.map((run) => run.earlyMib))];
  const kills = runs.filter(({ isKilled }) => isKilled).length;
  return {
    title: `${receipts} receipts of ${customers} customers, pushed to a running pair, ${kills} times killed with SIGKILL`,
    lines: [
      `${figure(receipts / seconds)} records per second, including all runs and starts (${figure(seconds)} s)`,
      `${figure(cpuSeconds)} s of one core, without the operators: ${figure(receipts / cpuSeconds)} records per core second`,
      `peak memory ${figure(peak)} MiB, of which ${figure(early)} before the first receipt`,
      `people whose tally does not match their receipts: ${wrong}`,
      `people sent: ${sent.tokens}; operations: ${sent.operations} in ${sent.messages} messages; waiting: ${last.waiting}`,
      `${figure(sent.bytes / receipts)} bytes sent per record, ${figure(sent.bytes / customers)} per customer, in total`,
    ],
    aims: [
      {
        name: "people lost or counted twice",
        value: wrong + Math.abs(sent.tokens - customers),
        most: 0,
        unit: "people",
      },
      { name: "operations beyond one per customer", value: sent.operations - customers, most: 0, unit: "operations" },
      { name: "kills that did not happen", value: KILLS.length - kills, most: 0, unit: "kills" },
      { name: "memory used by reading", value: peak - early, most: MOST_GROWTH_MIB, unit: "MiB" },
    ],
    json: {
      till: {
        receipts,
        customers,
        seconds,
        cpuSeconds,
        perSecond: receipts / seconds,
        peakMib: peak,
        earlyMib: early,
        wrong,
        kills,
        ...sent,
      },
    },
  };
}
