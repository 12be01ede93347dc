import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Channel } from "@sedge/protocol";
import { expect, test } from "vitest";
import { CommandError } from "../src/lib/command-error.ts";
import { explainFile } from "../src/lib/push/explain-file.ts";
import { adapterOf } from "../src/lib/push/adapters/adapters.ts";
import { columnUse } from "../src/lib/push/read/column-use.ts";
import { openMapped } from "../src/lib/push/read/joined-source.ts";
import { readPushMapping } from "../src/lib/push/read/push-mapping.ts";
import { recordReader } from "../src/lib/push/read/record-reader.ts";
import type { ChannelRecord } from "../src/lib/push/record/channel-record.ts";

const SAMPLES = join(import.meta.dirname, "..", "samples");
const DECEMBER = Date.UTC(2026, 11, 1) / 1_000;
const at = (time: string) => ({ at: Date.parse(time) / 1_000 });
const visitor = (text: string) => ({ speaker: "visitor", text });
const site = (text: string) => ({ speaker: "site", text });

async function sample(channel: Channel, name: string): Promise<ChannelRecord[]> {
  const folder = join(SAMPLES, name);
  const file = join(folder, readdirSync(folder).find((one) => one.startsWith("records.")) ?? "");
  const given = readPushMapping(join(folder, "map.json"));
  const adapter = adapterOf(channel, given.adapter) ?? expect.fail();
  const { source, mapping } = await openMapped(file, given);
  const use = columnUse(file, source.columns, mapping, adapter);
  const reader = recordReader(source.columns, use, mapping, adapter, () => DECEMBER);
  const records: ChannelRecord[] = [];
  for await (const { cells, place, numbers, continues } of source.rows(reader.columns)) {
    if (continues === true) continue;
    if (cells instanceof CommandError) throw cells;
    records.push(reader.read(cells, place, numbers));
  }
  const lines = await explainFile(file, given, adapter);
  expect(lines.filter((line) => /missing|^\w+-\w+: /.test(line))).toEqual([]);
  expect(lines.some((line) => line.endsWith("0 errors"))).toBe(true);
  return records;
}

const EXPORTS: readonly (readonly [Channel, string, readonly object[]])[] = [
  [
    "shop-till",
    "shopify-orders",
    [
      {
        id: "#2001",
        consent: "yes",
        consentDay: "2026-10-01",
        identifiers: { email: "ada@example.com", phone: "+442079460101" },
        touch: { ...at("2026-11-02T09:14:02Z"), amount: 540 },
      },
      { id: "#2002", consent: "no", touch: { ...at("2026-11-05T09:00:00Z"), amount: 12 } },
      { id: "#2003", consent: "yes", touch: { amount: 30 } },
      { id: "#2004", consent: "unstated", identifiers: { email: "dee@example.com" } },
    ],
  ],
  [
    "email",
    "shopify-customers",
    [
      { id: "7001234567890123456", consent: "yes", country: "GB", person: { givenName: "Ada", postcode: "SW1A 1AA" } },
      { id: "7001234567890123457", consent: "no" },
    ],
  ],
  [
    "shop-till",
    "woocommerce",
    [
      { id: "301", consent: "yes", touch: { ...at("2026-11-02T09:14:00Z"), amount: 34.9 } },
      { id: "302", consent: "yes", touch: at("2026-11-03T10:00:00Z") },
    ],
  ],
  [
    "email",
    "hubspot",
    [
      { id: "101", consent: "yes", consentDay: "2026-10-01" },
      { id: "102", consent: "unstated" },
    ],
  ],
  [
    "call-centre",
    "salesforce-cases",
    [
      {
        id: "00001026",
        consent: "yes",
        touch: { ...at("2026-11-02T09:14:00Z"), isResolved: true, isDispleased: false },
      },
      { id: "00001027", touch: { isResolved: false, isDispleased: true } },
    ],
  ],
  [
    "chat",
    "zendesk",
    [
      {
        id: "35436",
        consent: "yes",
        touch: { ...at("2026-11-02T09:14:02Z"), isResolved: false },
        turns: [
          visitor("Still no refund, third time I ask!!"),
          site("We will look into it."),
          visitor("You promised that last week, this is useless!"),
        ],
      },
      { id: "35437", consent: "no", turns: [visitor("Great support, thank you")] },
    ],
  ],
  [
    "chat",
    "intercom",
    [
      {
        id: "1295",
        consent: "yes",
        turns: [
          visitor("Where is my order?"),
          site("It arrives on Friday."),
          visitor("That is useless, you promised this last week!"),
        ],
      },
      { id: "1296", consent: "unstated", turns: [visitor("Thanks & bye")] },
    ],
  ],
  [
    "call-centre",
    "freshdesk",
    [{ id: "12", consent: "yes", touch: { isResolved: false } }, { touch: { isResolved: true } }],
  ],
  [
    "email",
    "mailchimp-audience",
    [
      { id: "a1b2c3", consent: "yes", consentDay: "2026-10-01" },
      { id: "a1b2c4", consent: "withdrawn" },
      { id: "a1b2c5", consent: "unstated" },
    ],
  ],
  [
    "email",
    "mailchimp-activity",
    [
      { consent: "yes", touch: { isOpened: true, isClicked: true } },
      { touch: { isOpened: true, isClicked: false } },
      { consent: "no", touch: { isOpened: false, isClicked: false } },
    ],
  ],
  [
    "email",
    "klaviyo",
    [{ consent: "yes", consentDay: "2026-10-01" }, { consent: "withdrawn" }, { id: "01HC", consent: "unstated" }],
  ],
  [
    "social",
    "twilio",
    [
      {
        id: "SM1",
        consent: "yes",
        touch: at("2026-11-02T09:14:02Z"),
        turns: [visitor("Where is my order? Third time I ask!!")],
      },
      { id: "SM2", consent: "no" },
    ],
  ],
  [
    "call-centre",
    "genesys",
    [
      { consent: "yes", touch: { ...at("2026-11-02T09:14:00Z"), isResolved: true } },
      { consent: "yes", touch: { ...at("2026-11-02T21:20:00Z"), isResolved: false } },
    ],
  ],
  [
    "shop-till",
    "magento-orders",
    [
      {
        id: "000000501",
        consent: "yes",
        consentDay: "2026-10-01",
        country: "GB",
        identifiers: { account: "7001", email: "ada@example.com", phone: "020 7946 0101" },
        touch: { ...at("2026-11-02T09:14:02Z"), amount: 100 },
      },
      { id: "000000502", consent: "no", identifiers: { account: undefined }, touch: { amount: 45 } },
      { id: "000000503", consent: "unstated" },
    ],
  ],
  [
    "shop-till",
    "etsy-sold-orders",
    [
      {
        id: "2890000001",
        consent: "yes",
        identifiers: { account: "ada7001" },
        person: { givenName: "Ada", surname: "Lind", postcode: "SW1A 1AA" },
        touch: { ...at("2026-11-02T00:00:00Z"), amount: 1254.9 },
      },
      { id: "2890000002", consent: "no", touch: { ...at("2026-11-15T00:00:00Z"), amount: 21.2 } },
    ],
  ],
  [
    "shop-till",
    "stripe",
    [
      { id: "ch_1A", consent: "yes", identifiers: { account: "cus_A1" }, touch: { amount: 1299 } },
      { id: "ch_1B", touch: at("2026-11-03T09:14:02Z") },
    ],
  ],
];

test.each(EXPORTS)("an export for %s: %s", async (channel, name, records) => {
  const found = await sample(channel, name);
  expect(found.map((record) => ({ ...record, consent: record.consent ?? "unstated" }))).toMatchObject(records);
});

test("a partly refunded order counts what was kept, and a refunded one is no spending", async () => {
  const [whole] = (await sample("shop-till", "stripe")).slice(1);
  expect(whole?.touch).not.toHaveProperty("amount");
});
