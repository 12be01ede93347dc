import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { connectorSigner } from "@sedge/privacy/connector-key";
import { landingLinkKeys } from "@sedge/privacy/landing-link";
import type { LinkKeys } from "@sedge/privacy/link-key";
import { type Operators } from "@sedge/testbed";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { outputOf, useConnectorFolder } from "./connector-folder.ts";
import { atBoth } from "./connector-keys.ts";
import { SITE } from "./edge-answer.ts";
import { type MirroredRequest, startEdgeMirror } from "./edge-mirror.ts";
import { startOperators } from "./operators.ts";
import { keysOf, randomKeys, sendSigned } from "./signed-message.ts";

const SAMPLES = join(import.meta.dirname, "..", "..", "packages", "connector", "samples");
const CHANNELS = ["web", "app", "email", "social", "chat", "call-centre", "shop-till", "iot"];

const Exported = v.object({
  tokens: v.array(v.string()),
  observations: v.array(v.object({ channel: v.string() })),
});
const LedgerLine = v.object({ url: v.string(), bytes: v.number(), body: v.string() });
const ledgerLines = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => v.parse(LedgerLine, JSON.parse(line)));

let operators: Operators;
beforeAll(async () => {
  operators = await startOperators({ rateLimit: 1_000_000, aggregatorVars: { CHANNELS: { demo: CHANNELS } } });
});
afterAll(() => operators?.stop());
const folder = useConnectorFolder(() => operators);

test("pushes a till's sample: consenting people get a codeword, the ledger has every byte, and a second push sends nothing", async () => {
  await folder.register("shop-till");
  const [file, map] = [join(SAMPLES, "shop-till", "records.csv"), join(SAMPLES, "shop-till", "map.json")];
  const first = await folder.push("shop-till", file, map, "--ledger", "ledger.ndjson");
  expect(first.note).not.toContain("operators-failed");
  expect(JSON.parse(first.out)).toMatchObject({
    accepted: 4,
    withoutConsent: 1,
    delivered: 2,
    refused: {},
    waiting: 0,
  });
  const keys = await keysOf(operators.edgeUrl, "loyalty", "l2048121");
  const { json } = await sendSigned(operators.edgeUrl, { action: "export", keys: [keys] });
  expect(json).toMatchObject({ observations: [{ token: keys.token, channel: "shop-till" }] });
  const stranger = await keysOf(operators.edgeUrl, "loyalty", "L-204 9977");
  expect((await sendSigned(operators.edgeUrl, { action: "export", keys: [stranger] })).status).toBe(404);
  const ledger = folder.read("ledger.ndjson").trim().split("\n");
  expect(ledger.map((line) => new URL(JSON.parse(line).url).pathname.split("/").at(4))).toEqual([
    "manifest",
    "codebooks",
    "connector-prf",
    "deliveries",
  ]);
  for (const clear of ["204", "8121", "grocery", "R-1", "34.9"]) expect(ledger.join("\n")).not.toContain(clear);
  const second = await folder.push("shop-till", file, map);
  expect(JSON.parse(second.out)).toMatchObject({ accepted: 0, repeated: 4, delivered: 0 });
});

const MAP = JSON.stringify({ policyVersion: "2026-11", country: "GB" });
const HEAD = "receipt_id,sold_at,loyalty,total,consent";

test("refuses a malformed file by file, line and column before taking or sending anything", async () => {
  await folder.register("shop-till");
  folder.write("map.json", [MAP]);
  const bad = folder.write("bad.csv", [
    HEAD,
    "r1,2026-11-02,L-77701,3,yes",
    "r2,2026-11-02,L-77702,3,perhaps",
    "r3,soon,L-77703,3,yes",
  ]);
  const refused = await folder.push("shop-till", bad, "map.json");
  expect(refused.exitCode).toBe(2);
  expect(refused.note).toMatch(
    /\nbad-value: bad\.csv, line 3, column "consent": "perhaps" is not a known consent word/,
  );
  const skipping = await folder.push("shop-till", bad, "map.json", "--skip-bad");
  expect(JSON.parse(skipping.out)).toMatchObject({ accepted: 1, skipped: 2, delivered: 1 });
  expect(skipping.note).toContain('skipped: bad-value: bad.csv, line 4, column "sold_at"');
});

test("distinguishes an unknown key, a missing scope and a revoked or expired key, and stores nothing", async () => {
  folder.write("map.json", [MAP]);
  const file = folder.write("till.csv", [HEAD, "r1,2026-11-02,L-88801,3,yes"]);
  const nobody = await keysOf(operators.edgeUrl, "loyalty", "L-88801");
  const stored = async () => (await sendSigned(operators.edgeUrl, { action: "export", keys: [nobody] })).status;

  await folder.run(["connector-key", "key-shop-till"]);
  const unknown = await folder.push("shop-till", file, "map.json");
  expect(unknown.note).toContain("key-refused: the operators refuse this connector's key (unauthorised-connector)");
  rmSync(folder.path(`sedge-${SITE}-shop-till.state`));
  await folder.register("shop-till", { scopes: ["evaluate"] });
  const scoped = await folder.push("shop-till", file, "map.json");
  expect(scoped.note).toContain("key-refused: the operators refuse this connector's key (scope-missing)");
  expect(await stored()).toBe(404);

  const secret = folder.read("key-shop-till").trim();
  const { key } = await connectorSigner(Buffer.from(secret, "base64url"));
  const again = (notAfter: number | null) =>
    atBoth(operators, "connectors", { key, channel: "shop-till", scopes: ["evaluate", "link"], notAfter });
  await again(Math.floor(Date.now() / 1_000) - 1);
  const revoked = await folder.push("shop-till", file, "map.json");
  expect([revoked.exitCode, revoked.note]).toEqual([2, expect.stringContaining("(connector-revoked)")]);
  expect(await stored()).toBe(404);
  // Waiting messages are sent when the key is valid again: none is lost, and none counts twice.
  await again(null);
  expect(JSON.parse((await folder.push("shop-till", file, "map.json")).out)).toMatchObject({
    accepted: 0,
    delivered: 1,
  });
  expect(await stored()).toBe(200);
});

test("reports a clock that is hours off in one sentence, delivers nothing, and delivers everything once it is right", async () => {
  await folder.register("shop-till");
  folder.write("map.json", [MAP]);
  const asked: MirroredRequest[] = [];
  const endpoint = await startEdgeMirror(operators.edgeUrl, (_path, answer, request) => {
    asked.push(request);
    return answer;
  });
  const till = async (rows: readonly string[], clockOffSeconds = 0) => {
    const file = folder.write("till.csv", [HEAD, ...rows]);
    const at = ["--site", SITE, "--endpoint", endpoint, "--key", "key-shop-till", "--ledger", "ledger"];
    const args = ["push", "--channel", "shop-till", "--file", file, "--map", "map.json", "--json"];
    return folder.run([...args, ...at], { clockOffSeconds });
  };
  const keys = await keysOf(operators.edgeUrl, "loyalty", "L-66601");
  const stored = async () =>
    v.safeParse(Exported, (await sendSigned(operators.edgeUrl, { action: "export", keys: [keys] })).json);
  const first = "r1,2026-11-02,L-66601,3,yes";

  const ahead = await till([first], 5 * 3_600);
  expect([ahead.exitCode, ahead.out]).toEqual([2, ""]);
  expect(ahead.note.trim().split("\n").at(-1)).toMatch(
    /^clock-off: this machine's clock is (4 h 59 min \d+ s|5 h( \d+ s)?) ahead of the operators'; set it right, then call again\.$/,
  );
  expect((await stored()).success).toBe(false);
  expect(outputOf(await till([first]))).toMatchObject({ accepted: 1, delivered: 1, waiting: 0 });
  // A known person needs no evaluation, so now the delivery is refused and waits.
  const second = Array.from({ length: 30 }, (_, index) => `s${index},2026-11-03,L-66601,400,yes`);
  const behind = await till(second, -3 * 3_600);
  expect(behind.note).toMatch(/clock-off: this machine's clock is 3 h( \d+ s)? behind the operators'/);
  expect(behind.exitCode).toBe(2);
  expect(outputOf(await till(second))).toMatchObject({ accepted: 0, repeated: 30, delivered: 1, waiting: 0 });
  expect((await stored()).output).toMatchObject({ observations: [{ channel: "shop-till" }] });
  // The ledger also has refused requests, because they left.
  const lines = ledgerLines(folder.read("ledger"));
  expect(lines.map(({ url, body }) => [new URL(url).pathname, body])).toEqual(
    asked.map(({ path, body }) => [path, body]),
  );
});

test("joins a call with a misspelt name and a phone number to the customer in another channel's CRM", async () => {
  await folder.register("call-centre");
  await folder.register("shop-till");
  const crm = join(SAMPLES, "crm-export");
  const pushed = await folder.push("shop-till", join(crm, "records.csv"), join(crm, "map.json"));
  expect(JSON.parse(pushed.out)).toMatchObject({ accepted: 2, withoutConsent: 1, delivered: 2, refused: {} });
  const calls = join(SAMPLES, "call-centre");
  const called = await folder.push("call-centre", join(calls, "records.ndjson"), join(calls, "map.json"));
  expect(JSON.parse(called.out)).toMatchObject({ accepted: 3, withoutConsent: 1, refused: {} });
  const marta = await keysOf(operators.edgeUrl, "email", "marta@example.com");
  const { json } = await sendSigned(operators.edgeUrl, { action: "export", keys: [marta] });
  const exported = v.parse(Exported, json);
  const phone = await keysOf(operators.edgeUrl, "phone", "+44 20 7946 0101");
  // E-mail address, loyalty number, phone number, and the records of the CRM and of the calls.
  expect(exported.tokens).toContain(phone.token);
  expect(exported.tokens).toHaveLength(5);
  expect(exported.observations.map(({ channel }) => channel)).toContain("call-centre");
});

/** A mailing to Walt, to Vera who has withdrawn, and to an unknown address: one link joins one device, once. */
async function mailing(walt: LinkKeys): Promise<void> {
  const recipients = folder.write("recipients.csv", [
    "email",
    "vera@example.com",
    "walt@example.com",
    "who@example.com",
  ]);
  const at = ["--site", SITE, "--endpoint", operators.edgeUrl, "--key", "key-email", "--output", "links.csv", "--json"];
  const args = ["--channel", "email", "--file", recipients, "--url", "https://shop.example/new", "--days", "7"];
  const ended = await folder.run(["landing-links", ...args, ...at]);
  expect(outputOf(ended)).toMatchObject({ offered: 1, withdrawn: 1, unknown: 1, refused: {} });
  const links = folder.read("links.csv").split("\n");
  expect(links.filter((line) => line.includes("#"))).toEqual([links[2]]);
  const [, secret = ""] = /#sedge=([\w-]{22}),/.exec(links[2] ?? "") ?? [];
  const linkKeys = await landingLinkKeys(Buffer.from(secret, "base64url"), SITE);
  const kinds = { [linkKeys.token]: "landing-link" };
  for (const [device, answer] of [
    [await randomKeys(), 200],
    [await randomKeys(), 409],
  ] as const) {
    expect((await sendSigned(operators.edgeUrl, { action: "link", keys: [linkKeys, device], kinds })).status).toBe(
      answer,
    );
  }
  const { json } = await sendSigned(operators.edgeUrl, { action: "export", keys: [walt] });
  expect(v.parse(Exported, json).tokens).toHaveLength(2);
}

test("unlinks people at the edge for a withdrawal in an e-mail system's file, with a binding receipt", async () => {
  await folder.register("email");
  const head = "message_id,sent_at,email,status,consent,consent_date";
  const map = JSON.stringify({ policyVersion: "2026-11", columns: { status: ["opened", "clicked"] } });
  folder.write("map.json", [map]);
  const sent = folder.write("sent.csv", [
    head,
    "m1,2026-11-01,vera@example.com,opened,yes,2026-10-01",
    "m2,2026-11-01,walt@example.com,clicked,yes,2026-10-01",
  ]);
  expect(JSON.parse((await folder.push("email", sent, "map.json")).out)).toMatchObject({ accepted: 2, delivered: 2 });
  const left = folder.write("left.csv", [
    head,
    "m3,2026-11-08,vera@example.com,delivered,unsubscribed,",
    "m4,2026-11-08,vera@example.com,opened,yes,2026-10-01",
  ]);
  expect(JSON.parse((await folder.push("email", left, "map.json")).out)).toMatchObject({
    withdrawals: 1,
    withdrawnSince: 1,
    delivered: 2,
  });
  const walt = await keysOf(operators.edgeUrl, "email", "walt@example.com");
  await mailing(walt);
  const vera = await keysOf(operators.edgeUrl, "email", "vera@example.com");
  const exported = await sendSigned(operators.edgeUrl, { action: "export", keys: [vera] });
  expect(exported.status).toBe(404);
  const assigned = await sendSigned(operators.edgeUrl, {
    action: "link",
    keys: [vera],
    receipt: { purposes: ["classify", "link"], policyVersion: "2026-11", day: "2026-10-01" },
  });
  expect(assigned.json).toMatchObject({ code: "consent-withdrawn" });
});

test("prints what would leave in a dry run, byte for byte, and neither sends nor stores it", async () => {
  folder.write("map.json", [MAP]);
  const file = folder.write("till.csv", [HEAD, "r1,2026-11-02,L-99901,3,yes"]);
  await folder.register("shop-till", { scopes: ["evaluate", "link"] });
  const dry = await folder.push("shop-till", file, "map.json", "--dry-run");
  const lines = ledgerLines(dry.out);
  expect(lines.map(({ url }) => url.split("/").at(-1))).toEqual([
    "manifest",
    expect.any(String),
    "connector-prf",
    "deliveries",
  ]);
  for (const { bytes, body } of lines) expect(Buffer.byteLength(body)).toBe(bytes);
  expect(existsSync(folder.path(`sedge-${SITE}-shop-till.state`))).toBe(false);
  const keys = await keysOf(operators.edgeUrl, "loyalty", "L-99901");
  expect((await sendSigned(operators.edgeUrl, { action: "export", keys: [keys] })).status).toBe(404);
  // The real run sends messages of the same lengths; only random values differ.
  await folder.push("shop-till", file, "map.json", "--ledger", "ledger");
  const real = ledgerLines(folder.read("ledger"));
  expect(real.map(({ bytes }) => bytes)).toEqual(lines.map(({ bytes }) => bytes));
});
