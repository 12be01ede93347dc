import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type DeliveredMessage, Delivery } from "@sedge/protocol";
import * as v from "valibot";
import { beforeEach, expect, test } from "vitest";
import { type ConnectorOptions, createConnector, type GivenRecord } from "../src/push.ts";
import { drySite, POLICY, SITE } from "./dry-site.ts";

let folder = "";
const key = randomBytes(32);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sedge-push-"));
  return () => rmSync(folder, { recursive: true });
});

const json = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);

/** A site that records deliveries. `answer` can replace a response. */
function noting(answer: (url: string, body: string) => Response | undefined = () => undefined) {
  const site = drySite();
  const delivered: DeliveredMessage[] = [];
  let elements = 0;
  const send: typeof fetch = async (input, init) => {
    const [url, body] = [v.parse(v.string(), input), v.parse(v.optional(v.string(), ""), init?.body)];
    const other = answer(url, body);
    if (url.endsWith("/connector-prf")) elements += JSON.parse(JSON.parse(body).message).body.blinded.length;
    if (url.endsWith("/deliveries")) {
      for (const { message } of v.parse(json(Delivery), body).items) delivered.push(JSON.parse(message));
    }
    return other ?? site(input, init);
  };
  return { send, delivered, elements: () => elements };
}

function connector(send: typeof fetch, more: Partial<ConnectorOptions> = {}) {
  const state = join(folder, "till.state");
  const at = { site: SITE, endpoint: "https://edge.example", policyVersion: POLICY, flushSeconds: 0 };
  return createConnector({ channel: "shop-till", key, state, fetch: send, ...at, ...more });
}

const receipt = (id: string, loyalty: string, more: Partial<GivenRecord> = {}): GivenRecord => ({
  id,
  consent: "yes",
  identifiers: { loyalty },
  touch: { at: 1_793_867_400, amount: 20, department: "garden" },
  ...more,
});

test("evaluates a person once and sends one codeword, whatever the number of records; a repeated record sends nothing", async () => {
  const { send, delivered, elements } = noting();
  const till = await connector(send);
  await till.record(receipt("a", "L-20481"));
  await till.records([receipt("b", "l 20481"), receipt("c", "L-99999"), receipt("a", "L-20481")]);
  expect(elements()).toBe(2);
  expect(await till.flush()).toEqual({ delivered: 2, refused: {}, waiting: 0 });
  expect(delivered.map(({ action }) => action)).toEqual(["assign", "assign"]);
  expect(await till.record(receipt("b", "L-20481"))).toMatchObject({ accepted: 0, repeated: 1 });
  expect(await till.flush()).toEqual({ delivered: 0, refused: {}, waiting: 0 });
  await till.close();
});

/** The tallies in the closed state file. */
function storedTallies(): unknown[] {
  const database = new DatabaseSync(join(folder, "till.state"));
  const rows = database.prepare("SELECT tally FROM people").all();
  database.close();
  return rows.map(({ tally }) => JSON.parse(String(tally)));
}

test("a corrected record counts its touch once, and another record's touch adds to it", async () => {
  const { send } = noting();
  const talliesAfter = async (record: GivenRecord) => {
    const till = await connector(send);
    const { accepted, repeated } = await till.record(record);
    await till.close();
    return { accepted, repeated, tallies: storedTallies() };
  };
  const first = await talliesAfter(receipt("a", "L-20481", { consentDay: "2026-11-02" }));
  expect(first).toMatchObject({ accepted: 1, repeated: 0, tallies: [expect.anything()] });
  const corrected = receipt("a", "L-20481", { consentDay: "2026-11-03", learn: true });
  expect(await talliesAfter(corrected)).toEqual({ accepted: 0, repeated: 1, tallies: first.tallies });
  expect((await talliesAfter(receipt("b", "L-20481"))).tallies).not.toEqual(first.tallies);
});

test("a person without consent, or with consent to another policy version, leaves no trace in the state or on the wire", async () => {
  const { send, delivered, elements } = noting();
  const till = await connector(send);
  const taken = await till.records([
    receipt("a", "L-20481", { consent: "no" }),
    receipt("b", "L-20482", { policyVersion: "2019-01" }),
    { id: "c", identifiers: { loyalty: "L-20483" } },
  ]);
  expect(taken).toMatchObject({ accepted: 0, withoutConsent: 1, unstatedConsent: 1, outdatedConsent: 1 });
  await till.close();
  const [before, again] = [readFileSync(join(folder, "till.state")), await connector(send)];
  await again.record(receipt("d", "L-20484", { consent: "no" }));
  await again.close();
  expect(readFileSync(join(folder, "till.state")).equals(before)).toBe(true);
  expect([delivered.length, elements()]).toEqual([0, 0]);
});

test("a withdrawal deletes the person here, notifies the edge once by their tokens, and invalidates older consents", async () => {
  const { send, delivered } = noting();
  const till = await connector(send);
  await till.record(receipt("a", "L-20481", { identifiers: { loyalty: "L-20481", email: "jane@example.com" } }));
  await till.flush();
  await till.withdraw({ loyalty: "L 20481" });
  await till.withdraw({ loyalty: "L 20481" });
  await till.flush();
  expect(delivered.map(({ action }) => action)).toEqual(["link", "assign", "unlink", "erase"]);
  expect(delivered.at(-1)?.receipt.purposes).toEqual([]);
  expect(await till.record(receipt("b", "L-20481"))).toMatchObject({ accepted: 0, withdrawnSince: 1 });
  const today = new Date().toISOString().slice(0, 10);
  expect(
    await till.record(receipt("c", "x", { identifiers: { email: "jane@example.com" }, consentDay: today })),
  ).toMatchObject({ withdrawnSince: 1 });
  await till.flush();
  expect(delivered).toHaveLength(4);
  await till.close();
});

test("a record that changes from yes to no withdraws consent; a person who never consented sends nothing by withdrawing", async () => {
  const { send, delivered } = noting();
  const till = await connector(send);
  await till.record(receipt("a", "L-20481"));
  await till.flush();
  expect(await till.record(receipt("a", "L-20481", { consent: "no" }))).toMatchObject({ withdrawals: 1 });
  await till.withdraw({ loyalty: "L-77777" });
  await till.flush();
  expect(delivered.map(({ action }) => action)).toEqual(["assign", "unlink", "erase"]);
  await till.close();
});

test("retries a lost answer or a refused delivery with the same operation and another nonce", async () => {
  let lost = 1;
  const { send, delivered } = noting();
  const till = await connector(async (input, init) => {
    const answer = await send(input, init);
    if (v.parse(v.string(), input).endsWith("/deliveries") && lost-- > 0) throw new TypeError("the line is cut");
    return answer;
  });
  await till.record(receipt("a", "L-20481"));
  expect(await till.flush()).toMatchObject({ delivered: 1 });
  await till.record(receipt("b", "L-20482"));
  await till.close();
  const [first, again, ...others] = delivered;
  expect(again?.operationId).toBe(first?.operationId);
  expect(again?.nonce).not.toBe(first?.nonce);
  expect(others.map(({ operationId }) => operationId)).not.toContain(first?.operationId);
});

test("keeps items that the operators cannot accept in the state, and the next process sends them unchanged", async () => {
  const problem = { type: "about:blank", title: "Ended.", status: 401, code: "connector-revoked" };
  const refusing = noting((url) => (url.endsWith("/deliveries") ? Response.json(problem, { status: 401 }) : undefined));
  const errors: unknown[] = [];
  const till = await connector(refusing.send, { onError: (error) => errors.push(error) });
  await till.record(receipt("a", "L-20481"));
  await expect(till.flush()).rejects.toThrow(
    "key-refused: the operators refuse this connector's key (connector-revoked)",
  );
  await till.close();
  expect(errors).toHaveLength(1);
  const { send, delivered } = noting();
  const again = await connector(send);
  expect(await again.flush()).toEqual({ delivered: 1, refused: {}, waiting: 0 });
  expect(new Set([...refusing.delivered, ...delivered].map(({ operationId }) => operationId)).size).toBe(1);
  await again.close();
});

test("reports how far a clock is off, and ingests nothing", async () => {
  const now = Math.floor(Date.now() / 1_000) + 754;
  const problem = { type: "about:blank", title: "Stale.", status: 401, code: "stale-request", now };
  const { send } = noting((url) =>
    url.endsWith("/connector-prf") ? Response.json(problem, { status: 401 }) : undefined,
  );
  const till = await connector(send);
  const taking = till.record(receipt("a", "L-20481"));
  await expect(taking).rejects.toThrow(/^clock-off: this machine's clock is 12 min 3[345] s behind the operators'/);
  expect(await till.flush()).toEqual({ delivered: 0, refused: {}, waiting: 0 });
  await till.close();
});

test("the state reveals no identifier, is readable by its owner alone, and opens only for its key, site and one process", async () => {
  const { send } = noting();
  const till = await connector(send);
  await till.record(
    receipt("receipt-4711", "L-20481", {
      identifiers: { loyalty: "L-20481", email: "jane@example.com" },
      person: { fullName: "Jane Mallory", birthDate: "1984-02-17" },
    }),
  );
  await expect(connector(send)).rejects.toThrow("state-busy");
  await till.close();
  for (const name of readdirSync(folder)) {
    expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    const bytes = readFileSync(join(folder, name)).toString("latin1").toLowerCase();
    for (const clear of ["20481", "jane", "mallory", "1984", "receipt-4711"]) expect(bytes).not.toContain(clear);
  }
  await expect(connector(send, { key: randomBytes(32) })).rejects.toThrow("bad-state");
  await expect(connector(send, { channel: "email" })).rejects.toThrow("bad-state");
  const young = randomBytes(32);
  const rotated = await connector(send, { key: young, previousKey: key });
  expect(await rotated.record(receipt("receipt-4711", "L-20481"))).toMatchObject({ repeated: 1 });
  await rotated.close();
  await expect(connector(send)).rejects.toThrow("bad-state");
});

test("sends a description once as a record of tokens, and again when it changes; a call alone sends nothing", async () => {
  const { send, delivered } = noting();
  const calls = await connector(send, { channel: "call-centre", country: "GB", state: join(folder, "calls.state") });
  const call = (id: string, fullName: string): GivenRecord => ({
    id,
    consent: "yes",
    identifiers: { phone: "020 7946 0101" },
    person: { fullName, birthDate: "1984-02-17" },
    touch: { at: 1_793_867_400 + Number(id), isResolved: true },
  });
  await calls.record(call("1", "Marta Oliveira"));
  await calls.flush();
  expect(delivered.map(({ action }) => action)).toEqual(["record", "assign"]);
  const [record] = delivered;
  expect(record?.action === "record" && Object.keys(record.body.fields)).toEqual(
    expect.arrayContaining(["surname", "birthDate", "phone"]),
  );
  await calls.records([call("2", "Marta Oliveira"), call("3", "Marta Oliveria")]);
  await calls.flush();
  expect(delivered.filter(({ action }) => action === "record")).toHaveLength(2);
  expect(JSON.stringify(delivered)).not.toMatch(/marta|oliver|7946/i);
  await calls.close();
});

test("a shorter description does not replace a longer one, unless it corrects the same record", async () => {
  const { send, delivered } = noting();
  const calls = await connector(send, { channel: "call-centre", country: "GB", state: join(folder, "calls.state") });
  const crm = { identifiers: { email: "marta@example.com", phone: "020 7946 0101" }, consent: "yes" as const };
  const full = { fullName: "Marta Oliveira", birthDate: "1984-02-17", postcode: "SW1A 1AA" };
  await calls.record({ id: "crm-1", ...crm, person: full });
  await calls.record({
    id: "call-1",
    consent: "yes",
    identifiers: { phone: "020 7946 0101" },
    person: { fullName: "M Oliveria" },
  });
  await calls.flush();
  const [record, ...others] = delivered;
  expect(record?.action === "record" && Object.keys(record.body.fields)).toContain("postcode");
  expect(others.map(({ action }) => action)).not.toContain("record");
  await calls.record({ id: "crm-1", ...crm, person: { fullName: "Marta Quist", birthDate: "1984-02-17" } });
  await calls.flush();
  const last = delivered.at(-1);
  expect(last?.action === "record" && Object.keys(last.body.fields)).not.toContain("postcode");
  await calls.close();
});
