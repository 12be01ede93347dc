import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import type { LinkKeys } from "@sedge/privacy/link-key";
import type { Assignment, Channel } from "@sedge/protocol";
import { beforeEach } from "vitest";
import { SHARDS } from "../src/lib/identity/shard/shard-number.ts";
import { clockedEdge } from "./clocked-edge.ts";
import { admin } from "./operator.ts";
import { shard } from "./shards.ts";
import { act, randomText } from "./visitor.ts";

export const HOUR_MS = 3_600_000;

export const PAGE_RULE = {
  name: "on-both",
  when: "seen:web & seen:app",
  to: "page",
  cap: { times: 1, hours: 48 },
};
export const HOOK_RULE = {
  name: "left-the-app",
  when: "seen:app & hours-since.app>2 & hours-since.shop-till>2",
  to: { webhook: "email" },
  cap: { times: 1, hours: 24 },
};
export const DESTINATION = { channel: "email", url: "https://mail.example/sedge", secrets: [1] };

/** Triggers are dated to the hour, so a test has to end in the hour in which it began. */
const LONGEST_TEST_MS = 20_000;

/** An edge for each test, with `order`, which sets its rules, and `assign`, which makes a profile seen in a channel. */
export function useTriggerEdge() {
  let edge = clockedEdge();
  beforeEach(async () => {
    const leftOfHour = HOUR_MS - (Date.now() % HOUR_MS);
    if (leftOfHour < LONGEST_TEST_MS) await scheduler.wait(leftOfHour);
    edge = clockedEdge();
  }, 2 * LONGEST_TEST_MS);
  const ask = (request: Request) => edge.ask(request);
  return {
    ask,
    order: (rules: object[]) => admin("triggers", { rules, destinations: [DESTINATION] }, ask),
    assign: (keys: LinkKeys, channel: Channel, operationId = randomText(16)) =>
      act("assign", [keys], { operationId, body: { channel, codeword: { generation: 0, path: "" } } }, ask),
  };
}

/** Names of the rules that fired with this answer. */
export async function triggersOf(response: Response | Promise<Response>): Promise<readonly string[]> {
  return (await (await response).json<Assignment>()).triggers ?? [];
}

/** Dates everything that is stored so many hours earlier. */
export async function passHours(hours: number): Promise<void> {
  for (let number = 0; number < SHARDS; number++) {
    await runInDurableObject(shard(number), (_, { storage: { sql } }) => {
      for (const table of ["seen", "channel_transitions", "due", "fired"])
        sql.exec(`UPDATE ${table} SET hour = hour - ?`, hours);
      sql.exec("UPDATE fired SET until = until - ?", hours);
    });
  }
}

/** Runs each shard's alarm. */
export async function alarms(): Promise<void> {
  for (let number = 0; number < SHARDS; number++) await runDurableObjectAlarm(shard(number));
}
