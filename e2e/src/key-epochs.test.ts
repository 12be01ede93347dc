import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrateKeys, connectPrf, type KnownPerson, OperatorsError } from "@sedge/connector/operators";
import { CHANNELS, Manifest, ProfileExport } from "@sedge/protocol";
import { type Operators } from "@sedge/testbed";
import * as v from "valibot";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { atAggregator, atEdge, registerConnector } from "./connector-keys.ts";
import { addressOf, SITE } from "./edge-answer.ts";
import { startOperators } from "./operators.ts";
import { RotatingTill } from "./rotating-till.ts";
import { sedgeIn } from "./sedge-command.ts";
import { keysOf, RECEIPT, sendSigned } from "./signed-message.ts";

let operators: Operators;

beforeAll(async () => {
  operators = await startOperators({ rateLimit: 1_000_000, aggregatorVars: { CHANNELS: { demo: [...CHANNELS] } } });
});
afterAll(() => operators?.stop());

/** Waits up to a minute until the edge's isolates have read the new epochs. */
async function manifestWith(isWanted: (prf: Manifest["prf"]) => boolean): Promise<void> {
  for (let tries = 0; tries < 120; tries += 1) {
    const { prf } = v.parse(Manifest, await (await fetch(addressOf(operators.edgeUrl, "manifest"))).json());
    if (isWanted(prf)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("the manifest did not change");
}

/** Begins or retires an epoch at both operators, in the order that keeps tokens readable. */
async function order(action: "begin" | "retire", epoch: number): Promise<void> {
  const [first, second] = action === "begin" ? [atAggregator, atEdge] : [atEdge, atAggregator];
  for (const at of [first, second]) await at(operators, "key-epochs", { action, epoch });
  await manifestWith(({ previous }) => previous?.epoch === (action === "begin" ? epoch - 1 : undefined));
}

const FLAT = ["f1@example.com", "f2@example.com", "f3@example.com", "f4@example.com"];

/** Runs `sedge migrate-keys` for a file of people. Returns the counts, or the error text. */
async function migratedByCommand(secret: Uint8Array, lines: readonly string[]): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), "sedge-e2e-migrate-keys-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "key"), Buffer.from(secret).toString("base64url"));
  writeFileSync(join(folder, "people.csv"), lines.join("\n"));
  const at = ["--site", SITE, "--endpoint", operators.edgeUrl, "--key", "key", "--policy", RECEIPT.policyVersion];
  const file = ["--channel", "call-centre", "--file", "people.csv", "--ledger", "ledger", "--json"];
  const { exitCode, out, note } = await sedgeIn(folder, ["migrate-keys", ...file, ...at]);
  return exitCode === 0 ? JSON.parse(out) : note;
}

test("migrates people who are on file or pushed when keys rotate without a visit, and deletes the others", async () => {
  const { edgeUrl } = operators;
  const secret = new Uint8Array(randomBytes(32));
  await registerConnector(operators, secret);
  const options = { endpoint: edgeUrl, site: SITE, channel: "call-centre", connectorKey: secret, fetch } as const;
  const unbegun = await migrateKeys(options, []).catch((error: unknown) => error);
  expect(unbegun).toBeInstanceOf(OperatorsError);

  const till = new RotatingTill(operators);
  await till.before();
  // In the first epoch Ann visits the web with her e-mail address and the till with her phone number. Nobody has Bob on file.
  const body = { channel: "web", codeword: { generation: 0, path: "" } };
  const [annMail, annPhone, bob] = [
    await keysOf(edgeUrl, "email", "ann@example.com"),
    await keysOf(edgeUrl, "phone", "+14155552671"),
    await keysOf(edgeUrl, "email", "bob@example.com"),
  ];
  // Dee visited the web, and is known by every kind of identifier.
  const dee = await keysOf(edgeUrl, "email", "dee@example.com");
  expect((await sendSigned(edgeUrl, { action: "link", keys: [annMail, annPhone] })).status).toBe(200);
  for (const keys of [annMail, bob, dee])
    expect((await sendSigned(edgeUrl, { action: "assign", keys: [keys], body })).status).toBe(200);

  await order("begin", 2);
  const people: KnownPerson[] = [
    { identifiers: [{ kind: "phone", value: "+1 (415) 555-2671" }], receipt: RECEIPT },
    { identifiers: [{ kind: "email", value: "not an address" }], receipt: RECEIPT },
    { identifiers: [{ kind: "email", value: "cy@example.com" }], receipt: { ...RECEIPT, purposes: ["classify"] } },
  ];
  const counts = await migrateKeys(options, people);
  expect(counts).toEqual({ migrated: 1, unreadable: 1, refused: { "consent-required": 1 } });
  const file = [
    "e-mail,mobile,loyalty,customer id,consent,consent date",
    `dee@example.com,+14155552672,L-90001,A-1,yes,${RECEIPT.day}`,
    `no address,,,,yes,${RECEIPT.day}`,
    `eve@example.com,,,,no,${RECEIPT.day}`,
    // Four people share a telephone.
    ...FLAT.map((address) => `${address},+14155552679,,,yes,${RECEIPT.day}`),
  ];
  expect(await migratedByCommand(secret, file)).toEqual({
    migrated: 5,
    unreadable: 1,
    refused: {},
    withoutConsent: 1,
    outdatedConsent: 0,
    skipped: 0,
  });
  await till.during();

  await order("retire", 1);
  const phone = await keysOf(edgeUrl, "phone", "+14155552671");
  const { json } = await sendSigned(edgeUrl, { action: "export", keys: [phone] });
  expect(v.parse(ProfileExport, json)).toMatchObject({
    tokens: [phone.token],
    observations: [{ token: phone.token, ...body }],
  });
  for (const keys of [annMail, annPhone, bob]) {
    expect((await sendSigned(edgeUrl, { action: "export", keys: [keys] })).json).toMatchObject({
      code: "unknown-profile",
    });
  }
  expect((await connectPrf(options)).previous).toBeUndefined();
  const account = await keysOf(edgeUrl, "account", "A-1");
  const whole = v.parse(ProfileExport, (await sendSigned(edgeUrl, { action: "export", keys: [account] })).json);
  expect(whole.tokens).toHaveLength(4);
  expect(whole.observations.map(({ channel }) => channel)).toEqual(["web"]);
  const [one, ...others] = await Promise.all(FLAT.map((address) => keysOf(edgeUrl, "email", address)));
  const lonely = v.parse(ProfileExport, (await sendSigned(edgeUrl, { action: "export", keys: one ? [one] : [] })).json);
  for (const { token } of others) expect(lonely.tokens).not.toContain(token);
  await till.after();
});

test("both operators keep their epochs after a kill, and a retired epoch stays retired", async () => {
  const states = async () => {
    const answers = [await atEdge(operators, "key-epochs"), await atAggregator(operators, "key-epochs")];
    return Promise.all(answers.map((answer) => answer.json()));
  };
  const before = await states();
  expect(before).toMatchObject([
    { epochs: [{ state: "retired", publicKey: null }, { state: "current" }] },
    { epochs: [{ state: "retired", publicKey: null }, { state: "current" }] },
  ]);
  for (const operator of [operators.edge, operators.aggregator]) {
    await operator.kill();
    await operator.restart();
  }
  expect(await states()).toEqual(before);
});
