import { join } from "node:path";
import type { Channel } from "@sedge/protocol";
import { expect, test } from "vitest";
import { CommandError } from "../src/lib/command-error.ts";
import { adapterOf } from "../src/lib/push/adapters/adapters.ts";
import { columnUse } from "../src/lib/push/read/column-use.ts";
import { openRecords } from "../src/lib/push/read/open-records.ts";
import { NO_MAPPING, readPushMapping } from "../src/lib/push/read/push-mapping.ts";
import { recordReader } from "../src/lib/push/read/record-reader.ts";
import type { ChannelRecord } from "../src/lib/push/record/channel-record.ts";
import { ConversationReader } from "../src/lib/push/record/conversation-reader.ts";

const SAMPLES = join(import.meta.dirname, "..", "samples");
const NOVEMBER = Date.UTC(2026, 10, 22) / 1_000;

/** The records of an adapter's sample, read with its mapping. */
async function sample(channel: Channel, name: string, ending: string): Promise<ChannelRecord[]> {
  const [file, mapping] = [join(SAMPLES, name, `records.${ending}`), readPushMapping(join(SAMPLES, name, "map.json"))];
  const adapter = adapterOf(channel, name) ?? expect.fail();
  const source = await openRecords(file, Object.keys(mapping.columns));
  const use = columnUse(file, source.columns, mapping, adapter);
  const reader = recordReader(source.columns, use, mapping, adapter, () => NOVEMBER);
  const records: ChannelRecord[] = [];
  for await (const { cells, place } of source.rows(reader.columns)) {
    if (cells instanceof CommandError) throw cells;
    records.push(reader.read(cells, place));
  }
  return records;
}

const conversations = new ConversationReader();

test("calls: the person, the result, and the text of a note", async () => {
  const [first, second, third, last] = await sample("call-centre", "call-centre", "ndjson");
  expect(first).toMatchObject({
    id: "C-1001",
    consent: "yes",
    consentDay: "2026-10-01",
    policyVersion: "2026-11",
    identifiers: { phone: "+44 20 7946 0101" },
    person: { fullName: "Marta Oliveira", birthDate: "1984-02-17" },
    touch: { at: 1_793_610_840, isResolved: true },
  });
  expect(second?.touch?.isResolved).toBeUndefined();
  expect(conversations.read(second?.turns ?? [])).toEqual({ isResolved: false, isDispleased: true });
  expect([third?.consent, third?.touch?.isResolved, last?.identifiers?.phone]).toEqual(["no", false, undefined]);
});

test("chats: turns in order, and an empty cell states no consent", async () => {
  const records = await sample("chat", "chat-transcripts", "ndjson");
  expect(records.map(({ consent }) => consent)).toEqual(["yes", "yes", undefined]);
  expect(records.map(({ turns = [] }) => conversations.read(turns).isResolved)).toEqual([true, false, true]);
});

test("receipts: amounts with a comma, no refunds, and no line items", async () => {
  const records = await sample("shop-till", "shop-till", "csv");
  expect(records.map(({ touch }) => touch?.amount)).toEqual([34.9, 12, 8.4, 1250, undefined]);
  expect(records.map(({ consent }) => consent)).toEqual(["yes", "yes", "no", "yes", "yes"]);
  expect(records.some(({ person }) => person)).toBe(false);
});

test("e-mails: the last state of each, and unsubscriptions", async () => {
  const records = await sample("email", "email-events", "csv");
  expect(records.map(({ touch }) => [touch?.isOpened, touch?.isClicked])).toEqual([
    [true, true],
    [true, false],
    [false, false],
    [false, false],
  ]);
  expect(records.at(-1)).toMatchObject({ consent: "withdrawn" });
});

test("social messages, devices and a CRM: an account, a fault, and a description", async () => {
  expect(await sample("social", "social-messages", "ndjson")).toMatchObject([
    { identifiers: { account: "aZ3-marta" }, turns: [{ speaker: "visitor" }] },
    { identifiers: { account: "joao77" } },
  ]);
  const devices = await sample("iot", "device-telemetry", "csv");
  expect(devices.map(({ touch }) => touch?.isFault)).toEqual([false, true, false]);
  const [marta] = await sample("email", "crm-export", "csv");
  expect(marta).toMatchObject({
    person: { givenName: "Marta", postcode: "SW1A 1AA" },
    identifiers: { loyalty: "L-204 8121" },
  });
  expect(marta?.touch).toBeUndefined();
});

test("rejects a file without columns for consent and policy version", () => {
  const adapter = adapterOf("shop-till", undefined) ?? expect.fail();
  const use =
    (columns: string[], more: object = {}) =>
    () =>
      columnUse("f.csv", columns, { ...NO_MAPPING, ...more }, adapter);
  expect(use(["id", "time", "loyalty", "policy"])).toThrow("bad-mapping: f.csv: no column contains the consent");
  expect(use(["id", "time", "loyalty", "consent"])).toThrow(
    "bad-mapping: f.csv: no column contains the policy version",
  );
  expect(use(["id", "time", "consent", "policy"])).toThrow("no-fields");
  expect(use(["id", "time", "consent", "policy", "loyalty"], { columns: { Nothere: "email" } })).toThrow(
    'no column "Nothere"',
  );
});
