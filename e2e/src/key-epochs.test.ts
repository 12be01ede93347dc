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
import { keysOf, RECEIPT, say } from "./till.ts";

let operators: Operators;

beforeAll(async () => {
  operators = await startOperators({ rateLimit: 1_000_000, aggregatorVars: { CHANNELS: { demo: [...CHANNELS] } } });
});
afterAll(() => operators?.stop());

/** Waits until the edge's isolates have read the epochs anew: half a minute at most. */
async function manifestWith(isWanted: (prf: Manifest["prf"]) => boolean): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    const { prf } = v.parse(Manifest, await (await fetch(addressOf(operators.edgeUrl, "manifest"))).json());
    if (isWanted(prf)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("the manifest did not change");
}

/** Has both operators begin or retire an epoch, in the order that keeps tokens readable. */
async function order(action: "begin" | "retire", epoch: number): Promise<void> {
  const [first, second] = action === "begin" ? [atAggregator, atEdge] : [atEdge, atAggregator];
  for (const at of [first, second]) await at(operators, "key-epochs", { action, epoch });
  await manifestWith(({ previous }) => previous?.epoch === (action === "begin" ? epoch - 1 : undefined));
}

const FLAT = ["f1@example.com", "f2@example.com", "f3@example.com", "f4@example.com"];

/** `sedge migrate-keys` of a file of people, and what it came to. */
async function carriedByCommand(secret: Uint8Array, lines: readonly string[]): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), "sedge-e2e-migrate-keys-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "key"), Buffer.from(secret).toString("base64url"));
  writeFileSync(join(folder, "people.csv"), lines.join("\n"));
  const at = ["--site", SITE, "--endpoint", operators.edgeUrl, "--key", "key", "--policy", RECEIPT.policyVersion];
  const file = ["--channel", "call-centre", "--file", "people.csv", "--ledger", "ledger", "--json"];
  const { exitCode, out, note } = await sedgeIn(folder, ["migrate-keys", ...file, ...at]);
  return exitCode === 0 ? JSON.parse(out) : note;
}

test("keys rotate and no visitor comes back: who is on file, or is pushed, is carried over; the others are forgotten", async () => {
  const { edgeUrl } = operators;
  const secret = new Uint8Array(randomBytes(32));
  await registerConnector(operators, secret);
  const options = { endpoint: edgeUrl, site: SITE, channel: "call-centre", connectorKey: secret, fetch } as const;
  const unbegun = await migrateKeys(options, []).catch((error: unknown) => error);
  expect(unbegun).toBeInstanceOf(OperatorsError);

  const till = new RotatingTill(operators);
  await till.before();
  // In the first epoch Ann was on the web by e-mail, and at the till by phone; so was Bob, whom nobody has on file.
  const body = { channel: "web", codeword: { generation: 0, path: "" } };
  const [annMail, annPhone, bob] = [
    await keysOf(edgeUrl, "email", "ann@example.com"),
    await keysOf(edgeUrl, "phone", "+14155552671"),
    await keysOf(edgeUrl, "email", "bob@example.com"),
  ];
  // Dee was on the web, and is known by all that somebody can be known by.
  const dee = await keysOf(edgeUrl, "email", "dee@example.com");
  expect((await say(edgeUrl, { action: "link", keys: [annMail, annPhone] })).status).toBe(200);
  for (const keys of [annMail, bob, dee])
    expect((await say(edgeUrl, { action: "assign", keys: [keys], body })).status).toBe(200);

  await order("begin", 2);
  const people: KnownPerson[] = [
    { identifiers: [{ kind: "phone", value: "+1 (415) 555-2671" }], receipt: RECEIPT },
    { identifiers: [{ kind: "email", value: "not an address" }], receipt: RECEIPT },
    { identifiers: [{ kind: "email", value: "cy@example.com" }], receipt: { ...RECEIPT, purposes: ["classify"] } },
  ];
  const outcome = await migrateKeys(options, people);
  expect(outcome).toEqual({ carried: 1, unreadable: 1, refused: { "consent-required": 1 } });
  const file = [
    "e-mail,mobile,loyalty,customer id,consent,consent date",
    `dee@example.com,+14155552672,L-90001,A-1,yes,${RECEIPT.day}`,
    `no address,,,,yes,${RECEIPT.day}`,
    `eve@example.com,,,,no,${RECEIPT.day}`,
    // Who share a telephone are four people.
    ...FLAT.map((address) => `${address},+14155552679,,,yes,${RECEIPT.day}`),
  ];
  expect(await carriedByCommand(secret, file)).toEqual({
    carried: 5,
    unreadable: 1,
    refused: {},
    withoutConsent: 1,
    outdatedConsent: 0,
    skipped: 0,
  });
  await till.during();

  await order("retire", 1);
  const phone = await keysOf(edgeUrl, "phone", "+14155552671");
  const { json } = await say(edgeUrl, { action: "export", keys: [phone] });
  expect(v.parse(ProfileExport, json)).toMatchObject({
    tokens: [phone.token],
    observations: [{ token: phone.token, ...body }],
  });
  for (const keys of [annMail, annPhone, bob]) {
    expect((await say(edgeUrl, { action: "export", keys: [keys] })).json).toMatchObject({ code: "unknown-profile" });
  }
  expect((await connectPrf(options)).previous).toBeUndefined();
  const account = await keysOf(edgeUrl, "account", "A-1");
  const whole = v.parse(ProfileExport, (await say(edgeUrl, { action: "export", keys: [account] })).json);
  expect(whole.tokens).toHaveLength(4);
  expect(whole.observations.map(({ channel }) => channel)).toEqual(["web"]);
  const [one, ...others] = await Promise.all(FLAT.map((address) => keysOf(edgeUrl, "email", address)));
  const lonely = v.parse(ProfileExport, (await say(edgeUrl, { action: "export", keys: one ? [one] : [] })).json);
  for (const { token } of others) expect(lonely.tokens).not.toContain(token);
  await till.after();
}, 240_000);

test("both operators keep their epochs over a kill, and a retired one stays retired", async () => {
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
