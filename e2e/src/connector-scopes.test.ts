import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  connectPrf,
  type ConnectOptions,
  ConnectorClient,
  exportClusters,
  OperatorsError,
  readCluster as readWithClient,
} from "@sedge/connector/operators";
import { landingLinkKeys } from "@sedge/privacy/landing-link";
import { connectorSigner } from "@sedge/privacy/connector-key";
import type { LinkKeys } from "@sedge/privacy/link-key";
import { blind } from "@sedge/privacy/prf";
import { type Channel, CONNECTOR_SCOPES, ProfileExport } from "@sedge/protocol";
import { type Operators } from "@sedge/testbed";
import { storedRows, tablesThatName } from "@sedge/testbed/stored-rows";
import * as v from "valibot";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { atAggregator, atEdge, registerConnector } from "./connector-keys.ts";
import { codes, codeword, deliver, readCluster, type TestConnector } from "./delivery.ts";
import { type EdgeAnswer, problemOf, SITE } from "./edge-answer.ts";
import { startOperators } from "./operators.ts";
import { sedgeIn } from "./sedge-command.ts";
import { newId, RECEIPT, type MessageContent, sendSigned, randomKeys } from "./signed-message.ts";

const TILL = "shop-till";
const random = (bytes: number) => new Uint8Array(randomBytes(bytes));
const seconds = () => Math.floor(Date.now() / 1_000);

let operators: Operators;
let folder = "";
beforeAll(async () => {
  operators = await startOperators();
  folder = mkdtempSync(join(tmpdir(), "sedge-e2e-scopes-"));
});
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await operators?.stop();
});

/** Registers a connector of a channel with these scopes at both operators. */
async function connector(channel: Channel, scopes: readonly string[] = CONNECTOR_SCOPES): Promise<TestConnector> {
  const secret = random(32);
  await registerConnector(operators, secret, { channel, scopes });
  return { edgeUrl: operators.edgeUrl, channel, secret };
}

async function change(order: typeof atEdge, { secret, channel }: TestConnector, changes: object): Promise<void> {
  const { key } = await connectorSigner(secret);
  await order(operators, "connectors", { key, channel, scopes: CONNECTOR_SCOPES, notAfter: null, ...changes });
}

/** Revokes a channel's key, so that the next test can register its own. */
const end = async (by: TestConnector) => {
  for (const order of [atEdge, atAggregator]) await change(order, by, { notAfter: seconds() - 1 });
};

const options = ({ channel, secret }: TestConnector): ConnectOptions => ({
  endpoint: operators.edgeUrl,
  site: SITE,
  channel,
  connectorKey: secret,
  fetch,
});

/** The result of an evaluation: `granted`, or the code of the refusal. */
async function evaluation(by: TestConnector): Promise<string> {
  const prf = await connectPrf(options(by));
  return prf.evaluate([blind(random(4), random).blinded]).then(
    () => "granted",
    (error: unknown) => (error instanceof OperatorsError ? error.code : String(error)),
  );
}

const DONE = [undefined];

describe("a connector's key at both operators", () => {
  test("allows exactly the actions in its scopes", async () => {
    const ann = await randomKeys();
    const all = await connector(TILL);
    expect(await codes(deliver(all, [codeword(TILL, ann)]))).toEqual(DONE);
    for (const [missing, code] of [
      ["evaluate", "scope-missing"],
      ["link", ["scope-missing"]],
      ["read", "scope-missing"],
    ] as const) {
      const by = await connector(
        TILL,
        CONNECTOR_SCOPES.filter((scope) => scope !== missing),
      );
      const reading = async () => ((await readCluster(by, ann.token)).status === 200 ? DONE : "scope-missing");
      const tried = {
        evaluate: await evaluation(by),
        link: await codes(deliver(by, [codeword(TILL, ann)])),
        read: await reading(),
      };
      expect(tried).toEqual({ evaluate: "granted", link: DONE, read: DONE, [missing]: code });
      await end(by);
    }
    await end(all);
  });

  test("is checked by each operator against its own registrations", async () => {
    const ann = await randomKeys();
    const by = await connector(TILL);
    expect(await evaluation(by)).toBe("granted");
    await change(atAggregator, by, { notAfter: seconds() - 1 });
    expect(await evaluation(by)).toBe("connector-revoked");
    // The edge still accepts deliveries: only new identifiers need the aggregator.
    expect(await codes(deliver(by, [codeword(TILL, ann)]))).toEqual(DONE);
    await change(atAggregator, by, { scopes: ["link"] });
    expect(await evaluation(by)).toBe("scope-missing");
    await change(atAggregator, by, {});
    await change(atEdge, by, { notAfter: seconds() - 1 });
    expect(await evaluation(by)).toBe("connector-revoked");
    expect(await codes(deliver(by, [codeword(TILL, ann)]))).toBe("connector-revoked");
    expect(problemOf(await readCluster(by, ann.token))).toBe("connector-revoked");
    const stranger = { ...by, secret: random(32) };
    expect(await codes(deliver(stranger, [codeword(TILL, ann)]))).toBe("unauthorised-connector");
    await end(by);
  });

  test("can be replaced without a gap: both keys work until the first one expires", async () => {
    const people = await Promise.all(Array.from({ length: 30 }, () => randomKeys()));
    const [first, second] = [await connector(TILL), await connector(TILL)];
    const keys = [first, second];
    for (const [index, keysOf] of people.entries()) {
      if (index === 15)
        for (const order of [atEdge, atAggregator]) await change(order, first, { notAfter: seconds() - 1 });
      const by = index < 15 ? keys[index % 2] : second;
      if (by) expect(await codes(deliver(by, [codeword(TILL, keysOf)]))).toEqual(DONE);
    }
    expect(await codes(deliver(first, [codeword(TILL, people[0] ?? (await randomKeys()))]))).toBe("connector-revoked");
    // The second key can read people that the first one registered: they belong to the channel.
    const client = await ConnectorClient.of(options(second));
    const tokens: string[] = [];
    for await (const { token } of exportClusters(client)) tokens.push(token);
    for (const { token } of people) expect(tokens).toContain(token);
    await end(second);
  });

  test("cannot read or discover people of another channel", async () => {
    const [ann, stranger] = [await randomKeys(), await randomKeys()];
    const [till, mail] = [await connector(TILL), await connector("email")];
    await deliver(till, [codeword(TILL, ann)]);
    expect((await readCluster(till, ann.token)).json).toMatchObject({ channels: [TILL] });
    const answers = [await readCluster(mail, ann.token), await readCluster(mail, stranger.token)];
    expect(answers.map(problemOf)).toEqual(["unknown-profile", "unknown-profile"]);
    expect(answers[0]).toEqual(answers[1]);
    expect(await codes(deliver(mail, [codeword(TILL, ann)]))).toEqual(["wrong-channel"]);
    const lines: string[] = [];
    for await (const { token } of exportClusters(await ConnectorClient.of(options(mail)))) lines.push(token);
    expect(lines).not.toContain(ann.token);
    await Promise.all([end(till), end(mail)]);
  });

  test("corrects a clock that is ten minutes off, and reports the offset", async () => {
    const ann = await randomKeys();
    const by = await connector(TILL);
    await deliver(by, [codeword(TILL, ann)]);
    const refused = await readCluster(by, ann.token, { issuedAt: seconds() - 600 });
    expect(problemOf(refused)).toBe("stale-request");
    expect(v.parse(v.object({ now: v.number() }), refused.json).now - seconds()).toBeLessThan(5);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 600_000 });
    const client = await ConnectorClient.of(options(by));
    expect(await readWithClient(client, ann.token)).toMatchObject({ channels: [TILL] });
    expect(Math.abs(client.clock.offsetSeconds - 600)).toBeLessThan(5);
    vi.useRealTimers();
    await end(by);
  });
});

describe("sedge clusters", () => {
  const sedge = (...args: readonly string[]) => sedgeIn(folder, args);

  test("reads one person's cluster, and exports all people of the channel to a file", async () => {
    const [ann, bob, other] = [await randomKeys(), await randomKeys(), await randomKeys()];
    const by = await connector("chat", ["link", "read"]);
    await deliver(by, [codeword("chat", ann), codeword("chat", bob)]);
    writeFileSync(join(folder, "secret"), `${Buffer.from(by.secret).toString("base64url")}\n`);
    const pair = ["--endpoint", operators.edgeUrl, "--site", SITE, "--channel", "chat", "--key", "secret"];
    const one = await sedge("clusters", ...pair, "--token", ann.token);
    expect([one.exitCode, JSON.parse(one.out)]).toMatchObject([0, { channels: ["chat"], level: 0 }]);
    const stranger = await sedge("clusters", ...pair, "--token", other.token);
    expect([stranger.exitCode, stranger.note]).toEqual([
      2,
      expect.stringMatching(/^operators-failed: unknown-profile: /),
    ]);
    expect(await sedge("clusters", ...pair, "--output", "clusters.ndjson")).toMatchObject({
      exitCode: 0,
      out: "2 people: clusters.ndjson\n",
    });
    const text = readFileSync(join(folder, "clusters.ndjson"), "utf8");
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ token }) => token).sort()).toEqual([ann.token, bob.token].sort());
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(["token", "clusterId", "generation", "level", "confidence"]);
    }
    await end(by);
    // A failed export leaves the existing file unchanged.
    const revoked = await sedge("clusters", ...pair, "--output", "clusters.ndjson");
    expect([revoked.exitCode, revoked.note]).toEqual([
      2,
      expect.stringMatching(/^operators-failed: connector-revoked: /),
    ]);
    expect(readFileSync(join(folder, "clusters.ndjson"), "utf8")).toBe(text);
  });
});

describe("a landing link from an e-mail", () => {
  let mail: TestConnector;
  beforeAll(async () => {
    mail = await connector("email");
  });

  /** Offers a landing link to a recipient whose cluster the edge knows. */
  async function offer(until = seconds() + 3_600) {
    const [recipient, secret] = [await randomKeys(), random(16)];
    const landingLink = await landingLinkKeys(secret, SITE);
    const link: MessageContent = {
      action: "link",
      keys: [recipient, landingLink],
      kinds: { [recipient.token]: "email", [landingLink.token]: "landing-link" },
      landingLinkUntil: until,
    };
    expect(await codes(deliver(mail, [link, codeword("email", recipient)]))).toEqual([undefined, undefined]);
    return { recipient, secret };
  }

  /** Redeems a landing link's secret, as a device does. */
  async function redeem(secret: Uint8Array, device: LinkKeys, operationId = newId()): Promise<EdgeAnswer> {
    const landingLink = await landingLinkKeys(secret, SITE);
    const kinds = { [landingLink.token]: "landing-link" };
    return sendSigned(operators.edgeUrl, { action: "link", keys: [landingLink, device], kinds, operationId });
  }

  const tokensOf = async (keys: LinkKeys) =>
    v.parse(ProfileExport, (await sendSigned(operators.edgeUrl, { action: "export", keys: [keys] })).json).tokens;

  test("joins one device once, and is then refused on every device", async () => {
    const { recipient, secret } = await offer();
    const [laptop, tablet, operationId] = [await randomKeys(), await randomKeys(), newId()];
    const first = await redeem(secret, laptop, operationId);
    expect(first.json).toMatchObject({ tokens: 2, assignment: { channels: ["email"] } });
    expect(await redeem(secret, laptop, operationId)).toEqual(first);
    expect(problemOf(await redeem(secret, laptop))).toBe("landing-link-spent");
    expect(problemOf(await redeem(secret, tablet))).toBe("landing-link-spent");
    expect((await tokensOf(recipient)).toSorted()).toEqual([laptop.token, recipient.token].sort());
  });

  test("joins only one of several devices that open it at the same time", async () => {
    const { recipient, secret } = await offer();
    const devices = await Promise.all(Array.from({ length: 8 }, () => randomKeys()));
    const answers = await Promise.all(devices.map((device) => redeem(secret, device)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status !== 200).map(problemOf)).toEqual(Array(7).fill("landing-link-spent"));
    expect(await tokensOf(recipient)).toHaveLength(2);
  });

  test("expires", async () => {
    const until = seconds() + 8;
    const { recipient, secret } = await offer(until);
    await expect.poll(seconds, { interval: 100 }).toBeGreaterThan(until);
    expect(problemOf(await redeem(secret, await randomKeys()))).toBe("landing-link-expired");
    expect(await tokensOf(recipient)).toEqual([recipient.token]);
  });

  test("ends when the recipient withdraws, and the stored link is deleted", async () => {
    const { recipient, secret } = await offer();
    const { token } = await landingLinkKeys(secret, SITE);
    expect(tablesThatName(storedRows(operators.edge), recipient.token)).toContain("landing_links");
    const receipt = { ...RECEIPT, purposes: [] };
    expect((await sendSigned(operators.edgeUrl, { action: "erase", keys: [recipient], receipt })).status).toBe(200);
    expect(tablesThatName(storedRows(operators.edge), recipient.token)).toEqual([]);
    expect(tablesThatName(storedRows(operators.edge), token)).toEqual(["landing_link_places"]);
    expect(problemOf(await redeem(secret, await randomKeys()))).toBe("landing-link-spent");
    expect(await codes(deliver(mail, [codeword("email", recipient)]))).toEqual(["consent-withdrawn"]);
  });

  test("that was never offered gets the same answer as a used one", async () => {
    expect(problemOf(await redeem(random(16), await randomKeys()))).toBe("landing-link-spent");
  });
});
