import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import type { BenchPart } from "../report/bench-part.ts";
import { figure } from "../report/figure.ts";
import { textTable } from "../report/text-table.ts";
import { channelRows } from "./channel-rows.ts";
import { killedPush } from "./killed-push.ts";
import { pushingSite } from "./pushing-site.ts";

const json = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);
const Line = v.object({ url: v.string(), bytes: v.number() });
const PushResult = v.object({ accepted: v.number(), delivered: v.number(), refused: v.record(v.string(), v.number()) });

/** The bytes that a channel's records send, compared with their own size. */
interface ChannelCost {
  readonly adapter: string;
  readonly channel: string;
  readonly recordBytes: number;
  readonly blindedBytes: number;
  readonly deliveredBytes: number;
  readonly messages: number;
  readonly refused: number;
}

/** Pushes every channel's records to running operators, and reads the sent bytes from the ledger. */
export async function bytesPart(
  { quick }: { readonly quick: boolean },
  note: (line: string) => void,
): Promise<BenchPart> {
  const [records, people] = quick ? [100, 20] : [500, 100];
  const channels = channelRows(records, people);
  await using site = await pushingSite([...new Set(channels.map(({ channel }) => channel))]);
  const costs: ChannelCost[] = [];
  for (const { channel, adapter, text } of channels) {
    note(adapter);
    const [file, ledger] = [join(site.folder, `${adapter}.ndjson`), join(site.folder, `${adapter}.ledger`)];
    writeFileSync(file, text);
    const files = [
      "--file",
      file,
      "--adapter",
      adapter,
      "--state",
      join(site.folder, `${adapter}.state`),
      "--ledger",
      ledger,
    ];
    const { out } = await killedPush(site.folder, [...site.options(channel), ...files, "--json"], undefined, note);
    const { delivered, refused } = v.parse(json(PushResult), out);
    const lines = readFileSync(ledger, "utf8")
      .trim()
      .split("\n")
      .map((line) => v.parse(json(Line), line));
    const sum = (end: string) =>
      lines.filter(({ url }) => url.endsWith(end)).reduce((all, { bytes }) => all + bytes, 0);
    costs.push({
      adapter,
      channel,
      recordBytes: Buffer.byteLength(text),
      blindedBytes: sum("/connector-prf"),
      deliveredBytes: sum("/deliveries"),
      messages: delivered,
      refused: Object.values(refused).reduce((all, count) => all + count, 0),
    });
  }
  const row = (cost: ChannelCost) => [
    cost.adapter,
    figure(cost.recordBytes / records),
    figure((cost.blindedBytes + cost.deliveredBytes) / records),
    figure(cost.blindedBytes / people),
    figure(cost.deliveredBytes / people),
    figure(cost.messages / people),
  ];
  return {
    title: `bytes sent for ${records} records of ${people} people`,
    lines: [
      textTable(
        ["records of", "a record is", "sent a record", "blinded a person", "delivered a person", "messages a person"],
        costs.map(row),
        ["left", "right", "right", "right", "right", "right"],
      ),
    ],
    aims: [
      {
        name: "messages refused",
        value: costs.reduce((all, { refused }) => all + refused, 0),
        most: 0,
        unit: "messages",
      },
    ],
    json: { bytes: costs.map((cost) => ({ ...cost })) },
  };
}
