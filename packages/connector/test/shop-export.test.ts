import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { createConnector, createReceiver, type GivenRecord } from "../src/push.ts";
import { Webhook } from "standardwebhooks";
import { CommandError } from "../src/lib/command-error.ts";
import { openPeople, requireIdentity } from "../src/lib/people-file/people-file.ts";
import { adapterOf } from "../src/lib/push/adapters/adapters.ts";
import { pushFile } from "../src/lib/push/push-file.ts";
import { PushSession } from "../src/lib/push/push-session.ts";
import { columnUse } from "../src/lib/push/read/column-use.ts";
import { decimalMarkIn } from "../src/lib/push/read/decimal-survey.ts";
import { withContinuations } from "../src/lib/push/read/continuation-rows.ts";
import { openRecords } from "../src/lib/push/read/open-records.ts";
import { PushMapping } from "../src/lib/push/read/push-mapping.ts";
import { recordReader } from "../src/lib/push/read/record-reader.ts";
import { NO_LEDGER } from "../src/lib/push/send/wire-ledger.ts";
import { drySite, POLICY, SITE } from "./dry-site.ts";
import * as v from "valibot";

let folder = "";
const key = randomBytes(32);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sedge-export-"));
  return () => rmSync(folder, { recursive: true });
});

const AT = { site: SITE, endpoint: "https://edge.example", policyVersion: POLICY };
const open = () =>
  createConnector({ channel: "shop-till", key, state: join(folder, "s"), fetch: drySite(), flushSeconds: 0, ...AT });

/** Pushes a file into a new state. */
async function push(name: string, content: string, given: object) {
  const [file, mapping] = [join(folder, name), v.parse(PushMapping, { policyVersion: POLICY, ...given })];
  writeFileSync(file, content);
  const adapter = adapterOf("shop-till", undefined) ?? expect.fail();
  const source = withContinuations(file, await openRecords(file), mapping.continuation);
  const use = columnUse(file, source.columns, mapping, adapter);
  const decimal = mapping.decimal ?? (await decimalMarkIn(source, use.fields.get("amount") ?? []));
  const reader = recordReader(
    source.columns,
    use,
    { ...mapping, decimal },
    adapter,
    () => Date.UTC(2026, 11, 1) / 1_000,
  );
  const [state, channel] = [":memory:", "shop-till"] as const;
  const options = { ...AT, state, channel, connectorKey: key, fetch: drySite(), ledger: NO_LEDGER };
  const session = await PushSession.open(options);
  try {
    const { deps, intake } = session;
    const counts = await pushFile(
      { state: deps.state, intake },
      { file, source, reader },
      { skip: undefined, progress: () => undefined },
    );
    return { counts, people: session.settle() };
  } finally {
    session.close();
  }
}

const COLUMNS = { Name: "id", Email: "email", "Created at": "time", "Accepts Marketing": "consent", Total: "amount" };
const ORDERS = [
  "Name,Email,Financial Status,Accepts Marketing,Total,Created at",
  "#1,ada@example.com,paid,yes,540.00,2026-11-02 09:14:02 +0000",
  "#1,ada@example.com,,,,2026-11-02 09:14:02 +0000",
  "#2,bo@example.com,paid,yes,12.00,2026-11-02 09:14:02 +0000",
].join("\n");

test("an order's further rows withdraw nobody: an empty cell is reported and changes nothing", async () => {
  const { counts, people } = await push("orders.csv", ORDERS, { columns: COLUMNS });
  expect(counts).toMatchObject({ accepted: 2, unstatedConsent: 1, withdrawals: 0, withoutConsent: 0 });
  expect(people).toBe(2);
});

test.each([
  ["empty columns", { empty: ["Financial Status"], same: ["Name"] }, 1],
  ["equal columns", { same: ["Name"] }, 1],
  ["columns that are never equal", { same: ["Name", "Financial Status"] }, 0],
])("a mapping names the rows that continue a record: %s", async (_, continuation, continuations) => {
  const { counts } = await push("orders.csv", ORDERS, { columns: COLUMNS, continuation });
  expect(counts).toMatchObject({ accepted: 2, continuations, unstatedConsent: 1 - continuations, withdrawals: 0 });
});

test("rejects a continuation by a column that the file lacks", async () => {
  const pushed = push("orders.csv", ORDERS, { columns: COLUMNS, continuation: { same: ["Order"] } });
  await expect(pushed).rejects.toThrow('no column "Order", which the mapping\'s continuation names');
});

test.each([
  ["", 0],
  ["unknown", 0],
  ["no", 1],
  ["unsubscribed", 1],
])("a known record whose consent becomes %j: %d withdrawals", async (word, withdrawals) => {
  const rows = [`#1,a@example.com,paid,yes,1,2026-11-02`, `#1,a@example.com,paid,${word},1,2026-11-02`];
  const { counts } = await push("o.csv", [ORDERS.split("\n")[0], ...rows].join("\n"), { columns: COLUMNS });
  expect(counts).toMatchObject({ accepted: 1, withdrawals });
});

test.each([
  ["says nothing of learning", {}, 1],
  ["takes learning back", { learn: false }, 0],
])("a later record that %s", async (_, more, learners) => {
  const till = await open();
  const record: GivenRecord = {
    id: "1",
    consent: "yes",
    identifiers: { loyalty: "L-20481" },
    touch: { at: 1_793_867_400 },
    consentDay: "2026-11-01",
  };
  await till.record({ ...record, learn: true });
  await till.record({ ...record, id: "2", consentDay: "2026-11-02", ...more });
  await till.close();
  const session = await PushSession.open({
    ...AT,
    state: join(folder, "s"),
    channel: "shop-till",
    connectorKey: key,
    fetch: drySite(),
    ledger: NO_LEDGER,
  });
  expect(session.deps.state.people.countLearners().people).toBe(learners);
  session.close();
});

test("numbers beyond 2^53 in NDJSON stay two people, and two records", async () => {
  const line = (account: string, id: string) =>
    `{"id":${id},"time":"2026-11-02","account":${account},"consent":"yes","total":1.5}`;
  const lines = [
    line("1234567890123456789", "99999999999999999999"),
    line("1234567890123456788", "99999999999999999998"),
  ];
  const { counts, people } = await push("a.ndjson", lines.join("\n"), {});
  expect(counts).toMatchObject({ accepted: 2, repeated: 0 });
  expect(people).toBe(2);
});

test("one number written in different ways is one person", async () => {
  const lines = ["1234567", "1234567.0", "1.234567e6", '"1234567"'].map(
    (account, id) => `{"id":${id},"time":"2026-11-02","account":${account},"consent":"yes"}`,
  );
  const { counts, people } = await push("a.ndjson", lines.join("\n"), {});
  expect(counts).toMatchObject({ accepted: 4 });
  expect(people).toBe(1);
});

test("files of people keep every digit of an identifier, also in nested objects", async () => {
  const file = join(folder, "people.ndjson");
  writeFileSync(
    file,
    '{"who":{"account":1234567890123456789},"consent":"yes"}\n{"who":{"account":1234567890123456788}}',
  );
  const mapping = v.parse(PushMapping, { columns: { "who.account": "account" } });
  const people = await openPeople(file, mapping, requireIdentity);
  const accounts: unknown[] = [];
  for await (const { identifiers } of people.rows({ skip: undefined, progress: () => undefined })) {
    accounts.push(identifiers?.account);
  }
  expect(accounts).toEqual(["1234567890123456789", "1234567890123456788"]);
});

test("a webhook's ids and identifiers keep every digit, as numbers and through `read`", async () => {
  const till = await open();
  const secret = `whsec_${randomBytes(24).toString("base64")}`;
  const post = async (read: "own" | "default", id: string, data: string) => {
    const receive = createReceiver({
      connector: till,
      secrets: [secret],
      ...(read === "own" && {
        read: (payload) => v.parse(v.object({ data: v.array(v.any()) }), payload).data,
      }),
    });
    const [body, at] = [`{"data":${data}}`, new Date()];
    const headers = {
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
      "webhook-signature": new Webhook(secret).sign(id, at, body),
    };
    return (await receive(new Request("https://till.example/", { method: "POST", body, headers }))).status;
  };
  const record = (id: string, account: string) =>
    `{"id":${id},"consent":"yes","identifiers":{"account":${account}},"touch":{"at":1793867400,"amount":34.9}}`;
  expect(await post("default", "a", `[${record("7", "1234567890123456789")},${record("8", "12")}]`)).toBe(204);
  expect(await post("default", "b", record("9", "1234567890123456788"))).toBe(204);
  expect(await post("own", "c", `[${record('"10"', "1234567890123456787")}]`)).toBe(204);
  expect(await post("default", "d", '{"id":"1","identifiers":{"account":[1]}}')).toBe(400);
  expect(await post("default", "e", "[]")).toBe(400);
  const known = ["1234567890123456789", "1234567890123456788", "1234567890123456787", "12", "1234567890123456780"];
  const links = await till.landingLinks(known.map((account) => ({ account })));
  expect(links.map((link) => link !== null)).toEqual([true, true, true, true, false]);
  await till.close();
});

test("a push names all of a file's errors at once", async () => {
  const rows = ORDERS.replace("540.00", "many").replace("12.00", "few");
  const error = await push("orders.csv", rows, { columns: COLUMNS }).catch((thrown: unknown) => thrown);
  expect(error instanceof CommandError && [error.message, ...error.others]).toEqual([
    expect.stringContaining("line 2"),
    expect.stringContaining("line 4"),
  ]);
});
