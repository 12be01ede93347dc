import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConnector } from "@sedge/connector/push";
import { type Channel, CHANNELS, ProfileExport, TriggerSecrets } from "@sedge/protocol";
import { installWebkit, startWebkitDisplay, WebkitHost } from "@sedge/testbed";
import { storedRows } from "@sedge/testbed/stored-rows";
import * as v from "valibot";
import { expect, onTestFinished, test } from "vitest";
import { registerConnector, atEdge } from "./connector-keys.ts";
import { SITE } from "./edge-answer.ts";
import { type MirroredRequest, startEdgeMirror } from "./edge-mirror.ts";
import { EngineVisitor } from "./engine-visitor.ts";
import { AGREED, compareLedger } from "./ledger-comparison.ts";
import { useTestSystem } from "./test-system.ts";
import { keysOf, proofAt, sendSigned } from "./signed-message.ts";
import { PATIENCE_MS } from "./visitor.ts";
import { sedgeIn } from "./sedge-command.ts";
import { opened, startReceiver } from "./webhook-receiver.ts";

const system = useTestSystem({
  operators: {
    rateLimit: 1_000_000,
    edgeVars: { WEBHOOK_RETRY_SECONDS: "0" },
    aggregatorVars: { CHANNELS: { demo: [...CHANNELS] } },
  },
});
const webkit = installWebkit();

/** The person, as the site's systems have her on file. */
const PERSON = { email: "marta.oliveira@example.com", phone: "+44 20 7946 0101", loyalty: "L-204 8121" };
/** The day before yesterday: the consent on file is older than today's decision. */
const AGREED_ON = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);

/** A line in a system's ledger. */
const LedgerLine = v.looseObject({ method: v.string(), url: v.string(), body: v.string() });

/** A temporary folder for this test's files. */
function someFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sedge-e2e-person-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A channel system's folder and edge. */
interface Place {
  readonly folder: string;
  readonly endpoint: string;
}

/** Creates a connector key and registers it for the channel at both operators. */
async function connectorKey(channel: Channel): Promise<Buffer> {
  const secret = randomBytes(32);
  await registerConnector(system.operators, secret, { channel, scopes: ["evaluate", "link", "read"] });
  return secret;
}

/** Runs `sedge push` with a new connector key. */
async function push(at: Place, channel: Channel, file: string, content: string, map: object): Promise<unknown> {
  const { folder } = at;
  writeFileSync(join(folder, `${channel}.key`), (await connectorKey(channel)).toString("base64url"), { mode: 0o600 });
  writeFileSync(join(folder, file), content);
  writeFileSync(join(folder, `${channel}.json`), JSON.stringify({ policyVersion: "2026-11", ...map }));
  return pushed(at, channel, file);
}

async function pushed({ folder, endpoint }: Place, channel: Channel, file: string): Promise<unknown> {
  const args = ["push", "--channel", channel, "--file", file, "--map", `${channel}.json`, "--key", `${channel}.key`];
  const at = ["--site", SITE, "--endpoint", endpoint, "--ledger", `${channel}.ndjson`, "--json"];
  const { exitCode, out, note } = await sedgeIn(folder, [...args, ...at]);
  if (exitCode !== 0) throw new Error(`sedge push ended with ${exitCode}\n${note}`);
  return JSON.parse(out);
}

const lineOf = ({ method, path, body }: MirroredRequest) => `${method} ${path} ${body}`;

/** The requests in the systems' ledgers. */
function ledgers(folder: string): string[] {
  return ["email", "call-centre", "shop-till"]
    .flatMap((channel) =>
      readFileSync(join(folder, `${channel}.ndjson`), "utf8")
        .trim()
        .split("\n"),
    )
    .map((line) => v.parse(LedgerLine, JSON.parse(line)))
    .map(({ method, url, body }) => lineOf({ method, body, path: url.replace(/^https?:\/\/[^/]+/, "") }));
}

test("joins an e-mail, the desktop, the app, a call and the till into one profile until the person withdraws", async ({
  skip,
}) => {
  if (webkit.skipped !== undefined) skip(webkit.skipped);
  const folder = someFolder();
  const { operators, shopUrl } = system;
  const asked: MirroredRequest[] = [];
  const endpoint = await startEdgeMirror(operators.edgeUrl, (_path, answer, request) => {
    asked.push(request);
    return answer;
  });
  const place = { folder, endpoint };

  // The mail system knows her, and sends her an e-mail with a landing link.
  const receiver = await startReceiver();
  onTestFinished(() => receiver.stop());
  const mail = await createConnector({
    channel: "email",
    key: await connectorKey("email"),
    site: SITE,
    endpoint,
    ledger: join(folder, "email.ndjson"),
    state: join(folder, "mail.state"),
    policyVersion: "2026-11",
    flushSeconds: 0,
  });
  onTestFinished(() => mail.close());
  const at = Math.floor(Date.now() / 1_000) - 3_600;
  await mail.record({
    id: "M-1",
    consent: "yes",
    consentDay: AGREED_ON,
    identifiers: { email: PERSON.email },
    touch: { at, isClicked: true },
  });
  expect(await mail.flush()).toMatchObject({ refused: {} });
  const [landingLink] = await mail.landingLinks([{ email: PERSON.email }]);
  const rule = {
    name: "bought-after-a-call",
    when: "hours-since.call-centre<=2 & hours-since.shop-till<=2",
    to: { webhook: "email" },
    cap: { times: 3, hours: 24 },
  };
  const destinations = [{ channel: "email", url: receiver.url, secrets: [1] }];
  const set = await (await atEdge(operators, "triggers", { rules: [rule], destinations })).json();
  const [{ secret } = { secret: "" }] = v.parse(TriggerSecrets, set).secrets;

  // She opens the link on the desktop, agrees and browses.
  const desktop = await system.visitor();
  await desktop.goTo(`/?utm_source=spring&utm_medium=email#${landingLink?.fragment ?? ""}`);
  await desktop.answer("Accept all");
  await desktop.isRunning();
  expect(desktop.page.url()).not.toContain(landingLink?.fragment);
  const email = await keysOf(operators.edgeUrl, "email", PERSON.email);
  const others = [
    await keysOf(operators.edgeUrl, "phone", PERSON.phone, "GB"),
    await keysOf(operators.edgeUrl, "loyalty", PERSON.loyalty),
  ];
  // Her login knows all three.
  const proof = () => proofAt(operators.edgeUrl, { action: "export", keys: [email, ...others] });
  const profile = async () =>
    v.parse(
      ProfileExport,
      (await sendSigned(operators.edgeUrl, { action: "export", keys: [email], proof: proof() })).json,
    );
  const tokens = async () => (await profile()).tokens.length;
  await expect.poll(tokens, { timeout: PATIENCE_MS }).toBe(2);
  await desktop.browse();

  // In the app, where she is signed in, she adds a product to the cart.
  const display = await startWebkitDisplay();
  onTestFinished(() => display.stop());
  const host = await WebkitHost.start({ display, address: shopUrl, tap: system.tap });
  onTestFinished(() => host.stop());
  const phone = new EngineVisitor(host, shopUrl);
  await phone.goTo(new URL(desktop.page.url()).pathname);
  await host.decide({ classify: true, link: true, learn: true });
  await host.signIn(PERSON);
  await phone.isRunning();
  await expect.poll(tokens, { timeout: 2 * PATIENCE_MS }).toBe(4);
  await phone.press("button", "Add to cart");
  const channels = async () => new Set((await profile()).observations.map(({ channel }) => channel));
  await expect.poll(channels, { timeout: 2 * PATIENCE_MS }).toEqual(new Set(["web", "app", "email"]));

  // She calls, and the agent misspells her name. She buys in the shop with her loyalty card.
  const call = { call_id: "C-1", started_at: new Date().toISOString(), phone: PERSON.phone, name: "Marta Oliveria" };
  const resolved = {
    ...call,
    notes: "Where is my parcel?",
    outcome: "resolved",
    consent: "yes",
    consent_day: AGREED_ON,
  };
  const map = { columns: { name: "fullName" }, country: "GB" };
  expect(await push(place, "call-centre", "calls.ndjson", `${JSON.stringify(resolved)}\n`, map)).toMatchObject({
    accepted: 1,
    refused: {},
    waiting: 0,
  });
  const receipts = (ids: readonly string[]) =>
    [
      "receipt_id,sold_at,loyalty,total,department,consent,consent_day",
      ...ids.map(
        (id) => `${id},${new Date().toISOString()},${PERSON.loyalty},${34 + ids.length},grocery,yes,${AGREED_ON}`,
      ),
    ].join("\n");
  expect(await push(place, "shop-till", "till.csv", receipts(["R-1"]), {})).toMatchObject({ accepted: 1, refused: {} });

  // All channels share one profile, and its fused cluster reaches the mail system and the page.
  const one = await profile();
  expect(await channels()).toEqual(new Set(["web", "app", "email", "call-centre", "shop-till"]));
  await expect.poll(() => receiver.received.length, { timeout: 2 * PATIENCE_MS }).toBeGreaterThan(0);
  const [webhook] = receiver.received;
  const notice = webhook && opened(webhook, secret);
  expect(notice).toMatchObject({
    data: { channel: "email", token: email.token, rule: rule.name, cluster: { id: one.assignment?.clusterId } },
  });
  await desktop.seeProduct(12);
  await expect
    .poll(async () => (await desktop.cluster()).channels, { timeout: PATIENCE_MS })
    .toEqual(expect.arrayContaining(["web", "app", "shop-till"]));
  expect((await desktop.cluster()).clusterId).toBe((await profile()).assignment?.clusterId);

  // The ledgers of both devices and of the three systems agree with the network.
  const pages = async () => [...(await desktop.ledger()), ...(await phone.ledger())];
  await expect
    .poll(async () => compareLedger(await pages(), system.tap.requests, operators.edgeUrl), { timeout: PATIENCE_MS })
    .toEqual(AGREED);
  expect(ledgers(folder).toSorted()).toEqual(asked.map(lineOf).toSorted());

  // She withdraws in the app: no system sends or receives anything about her after that.
  await phone.logIn({ email: PERSON.email, phone: PERSON.phone, loyalty: PERSON.loyalty });
  await host.send({ type: "withdraw" });
  const gone = async () => (await sendSigned(operators.edgeUrl, { action: "export", keys: [email] })).status;
  await expect.poll(gone, { timeout: PATIENCE_MS }).toBe(404);
  const before = receiver.received.length;
  writeFileSync(join(folder, "till.csv"), receipts(Array.from({ length: 40 }, (_, index) => `R-${index + 1}`)));
  expect(await pushed(place, "shop-till", "till.csv")).toMatchObject({ refused: { "consent-withdrawn": 1 } });
  await desktop.seeProduct(15, 40);
  await expect.poll(async () => (await desktop.cluster()).source, { timeout: PATIENCE_MS }).toBe("device");
  expect(await gone()).toBe(404);
  const held = storedRows(operators.edge).filter(
    ({ table, row }) => one.tokens.some((token) => Object.values(row).includes(token)) && table !== "receipts",
  );
  expect(held.map(({ table }) => table)).toEqual([]);
  expect(receiver.received.length).toBe(before);
});
