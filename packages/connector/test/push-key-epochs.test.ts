import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DeliveredEnvelope, DeliveredMessage, Delivery, MAX_RECORD_SIGNATURES, MAX_SIGNATURES } from "@sedge/protocol";
import * as v from "valibot";
import { beforeEach, expect, test } from "vitest";
import { createConnector, type GivenRecord } from "../src/push.ts";
import { drySite, POLICY, SITE } from "./dry-site.ts";

let state = "";
const key = randomBytes(32);
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), "sedge-push-epochs-"));
  state = join(folder, "state");
  return () => rmSync(folder, { recursive: true });
});

const json = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);

/** A sent message with its signing tokens. */
interface MessageContent {
  readonly message: DeliveredMessage;
  readonly signers: readonly string[];
}

/**
 * A call centre's connector at a site in these key epochs, and what it delivers. `refusal`: the answer to each item.
 */
async function calls(epochs: readonly [epoch: number, previous?: number], refusal?: () => string | undefined) {
  const site = drySite(...epochs);
  const sent: MessageContent[] = [];
  const connector = await createConnector({
    channel: "call-centre",
    key,
    site: SITE,
    endpoint: "https://edge.example",
    policyVersion: POLICY,
    country: "GB",
    state,
    flushSeconds: 0,
    fetch: async (input, init) => {
      if (!v.parse(v.string(), input).endsWith("/deliveries")) return site(input, init);
      const { items } = v.parse(json(Delivery), init?.body);
      for (const { message, signatures } of items.map((item) => v.parse(DeliveredEnvelope, item))) {
        const signers = signatures.map(({ token }) => token);
        sent.push({ message: v.parse(json(DeliveredMessage), message), signers });
      }
      const code = refusal?.();
      return code === undefined ? site(input, init) : Response.json({ results: items.map(() => ({ code })) });
    },
  });
  return { connector, sent };
}

/** A person with every identifier: four, and a record's own name. */
const DOT: GivenRecord = {
  id: "dot-1",
  consent: "yes",
  identifiers: { account: "A-1001", loyalty: "L-20481", email: "dot@example.com", phone: "020 7946 0101" },
  person: { fullName: "Dot Cotton", birthDate: "1984-02-17" },
  touch: { at: 1_793_867_400, isResolved: true },
};

const epochOf = ({ message }: MessageContent, token: string) =>
  Object.entries(message.epochs ?? {}).find(([one]) => one === token)?.[1];

test("migrates a person with five keys within the limits of a message, and erases all ten", async () => {
  const before = await calls([1]);
  await before.connector.record(DOT);
  await before.connector.close();
  const old = new Set(before.sent.flatMap(({ signers }) => signers));
  expect(old.size).toBe(5);

  const during = await calls([2, 1]);
  expect(await during.connector.record(DOT)).toMatchObject({ accepted: 0, repeated: 1 });
  expect(await during.connector.flush()).toMatchObject({ refused: {}, waiting: 0 });
  const fresh = new Set(during.sent.flatMap(({ signers }) => signers).filter((token) => !old.has(token)));
  expect(fresh.size).toBe(5);
  const links = during.sent.filter(({ message }) => message.action === "link");
  for (const one of links) {
    expect(one.signers.length).toBeLessThanOrEqual(MAX_SIGNATURES);
    for (const token of one.signers) expect(epochOf(one, token)).toBe(old.has(token) ? 1 : 2);
    const { message } = one;
    const kinds = Object.values((message.action === "link" && message.kinds) || {});
    expect(kinds.length).toBeLessThanOrEqual(MAX_RECORD_SIGNATURES);
    // Both keys of each identifier are included, so that no kind counts twice.
    for (const kind of new Set(kinds)) expect(kinds.filter((other) => other === kind)).toHaveLength(2);
  }
  const carried = links.flatMap(({ signers }) => signers.filter((token) => old.has(token)));
  expect(carried.toSorted()).toEqual([...old].toSorted());
  expect(during.sent.map(({ message }) => message.action)).toEqual(expect.arrayContaining(["record", "assign"]));
  // A repeated record sends nothing, and new data is signed by the new keys alone.
  const count = during.sent.length;
  await during.connector.records([DOT, { ...DOT, id: "dot-2", touch: { at: 1_793_867_500, isResolved: false } }]);
  await during.connector.flush();
  expect(during.sent.slice(count).flatMap(({ signers }) => signers.filter((token) => old.has(token)))).toEqual([]);

  await during.connector.withdraw({ email: "dot@example.com" });
  await during.connector.flush();
  for (const action of ["unlink", "erase"]) {
    const tokens = during.sent.filter(({ message }) => message.action === action).flatMap(({ signers }) => signers);
    expect(new Set(tokens)).toEqual(new Set([...old, ...fresh]));
    expect(tokens).toHaveLength(10);
  }
  await during.connector.close();
  const database = new DatabaseSync(state, { readOnly: true });
  expect(database.prepare("SELECT count(*) AS left FROM identifiers").get()).toEqual({ left: 0 });
  database.close();
});

test("a shorter description describes its person in the new epoch until the longer one is pushed again", async () => {
  const poor: GivenRecord = { ...DOT, id: "dot-2", person: { fullName: "D Coton" } };
  const before = await calls([1]);
  await before.connector.records([DOT, poor]);
  await before.connector.close();
  const during = await calls([2, 1]);
  await during.connector.record(poor);
  await during.connector.flush();
  await during.connector.record(DOT);
  await during.connector.records([poor, DOT]);
  await during.connector.close();
  const fields = during.sent.flatMap(({ message }) =>
    message.action === "record" ? [Object.keys(message.body.fields).includes("birthDate")] : [],
  );
  expect(fields).toEqual([false, true]);
});

test("after the previous epoch ends, its keys sign nothing, and a returning person is linked again", async () => {
  const bare = { ...DOT, person: {} };
  const before = await calls([1]);
  await before.connector.record(bare);
  await before.connector.close();
  const old = new Set(before.sent.flatMap(({ signers }) => signers));
  const after = await calls([2]);
  await after.connector.record({ ...bare, id: "dot-2", identifiers: { phone: "020 7946 0101" } });
  await after.connector.flush();
  await after.connector.record({
    ...bare,
    id: "dot-3",
    identifiers: { email: "dot@example.com", phone: "020 7946 0101" },
  });
  await after.connector.flush();
  const link = after.sent.find(({ message, signers }) => message.action === "link" && signers.length === 2);
  expect(link).toBeDefined();
  await after.connector.withdraw({ phone: "020 7946 0101" });
  await after.connector.close();
  expect(after.sent.flatMap(({ signers }) => signers).filter((token) => old.has(token))).toEqual([]);
  expect(after.sent.at(-1)).toMatchObject({ message: { action: "erase" }, signers: expect.any(Array) });
});

test("stores a withdrawal of a person unknown to the edge without sending anything", async () => {
  const before = await calls([1]);
  await before.connector.record(DOT);
  await before.connector.close();
  const after = await calls([3, 2]);
  expect(await after.connector.withdraw({ email: "dot@example.com" })).toMatchObject({ withdrawals: 1 });
  expect(await after.connector.record({ ...DOT, id: "dot-2" })).toMatchObject({ withdrawnSince: 1 });
  await after.connector.close();
  expect(after.sent).toEqual([]);
});

test("keeps what the edge refuses after a key rotation until the connector has read the new keys", async () => {
  let code: string | undefined = "key-epoch-retired";
  const before = await calls([1], () => code);
  await before.connector.record(DOT);
  expect(await before.connector.flush()).toMatchObject({ delivered: 0, refused: {}, waiting: expect.any(Number) });
  code = undefined;
  expect(await before.connector.flush()).toMatchObject({ refused: {}, waiting: 0 });
  await before.connector.close();
});

test.each([
  ["by a key of the epoch before while that is read", [2, 1], ["assign"]],
  ["not at all when it is not", [3, 2], []],
] as const)("sends everyone a codeword of a new codebook, last seen since %s", async (_, epochs, actions) => {
  const before = await calls([1]);
  await before.connector.record({ ...DOT, person: {}, identifiers: { account: "A-1001" } });
  await before.connector.close();
  const database = new DatabaseSync(state);
  database.exec("UPDATE people SET codeword = 'of-another', is_dirty = 1");
  database.close();
  const after = await calls(epochs);
  expect(await after.connector.flush()).toMatchObject({ refused: {}, waiting: 0 });
  await after.connector.close();
  expect(after.sent.map(({ message }) => message.action)).toEqual(actions);
  for (const one of after.sent) expect(one.signers.map((token) => epochOf(one, token))).toEqual([1]);
});

test("links a person with more addresses than one link can state the kinds of", async () => {
  const { connector, sent } = await calls([1]);
  for (let address = 1; address <= 7; address += 1) {
    const identifiers = { account: "A-1001", email: `dot${address}@example.com` };
    await connector.record({ ...DOT, id: `dot-${address}`, person: {}, identifiers });
  }
  expect(await connector.flush()).toMatchObject({ refused: {}, waiting: 0 });
  await connector.close();
  const links = sent.filter(({ message }) => message.action === "link");
  for (const { signers } of links) expect(signers.length).toBeLessThanOrEqual(MAX_RECORD_SIGNATURES);
  expect(new Set(links.flatMap(({ signers }) => signers)).size).toBe(8);
});

test("migrates a state of version 1, with its outbox", async () => {
  const before = await calls([1], () => "internal-error");
  await before.connector.record(DOT);
  await before.connector.close();
  const database = new DatabaseSync(state);
  database.exec(`
    CREATE TABLE first (number INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, action TEXT NOT NULL,
      operation TEXT NOT NULL UNIQUE, body TEXT, signers TEXT NOT NULL, receipt TEXT NOT NULL,
      tries INTEGER NOT NULL DEFAULT 0, UNIQUE (person, action));
    INSERT INTO first SELECT number, person, action, operation, body, signers, receipt, tries FROM outbox;
    DROP TABLE outbox;
    ALTER TABLE first RENAME TO outbox;
  `);
  for (const { name } of v.parse(
    v.array(v.object({ name: v.string() })),
    database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'").all(),
  )) {
    const isFirst = [
      "meta",
      "seen",
      "identifiers",
      "terms",
      "people",
      "outbox",
      "withdrawn",
      "files",
      "webhooks",
    ].includes(name);
    if (!isFirst) database.exec(`DROP TABLE ${name}`);
  }
  database.exec("ALTER TABLE seen RENAME COLUMN digest TO said; PRAGMA user_version = 1");
  database.close();
  const again = await calls([1]);
  expect(await again.connector.record(DOT)).toMatchObject({ repeated: 1 });
  expect(await again.connector.flush()).toEqual({ delivered: 2, refused: {}, waiting: 0 });
  await again.connector.close();
});
