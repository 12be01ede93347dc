import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  connectPrf,
  type ConnectOptions,
  ConnectorVoice,
  exportClusters,
  OperatorsError,
  readCluster as readByVoice,
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
import { deliver, type Deliverer, readCluster } from "./delivery.ts";
import { type EdgeAnswer, problemOf, SITE } from "./edge-answer.ts";
import { startOperators } from "./operators.ts";
import { sedgeIn } from "./sedge-command.ts";
import { newId, RECEIPT, type Said, say, strangersKeys } from "./till.ts";

const TILL = "shop-till";
const ROOT = { generation: 0, path: "" };
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

/** A connector of a channel that both operators know, with these scopes. */
async function connector(channel: Channel, scopes: readonly string[] = CONNECTOR_SCOPES): Promise<Deliverer> {
  const secret = random(32);
  await registerConnector(operators, secret, { channel, scopes });
  return { edgeUrl: operators.edgeUrl, channel, secret };
}

async function change(order: typeof atEdge, { secret, channel }: Deliverer, changes: object): Promise<void> {
  const { key } = await connectorSigner(secret);
  await order(operators, "connectors", { key, channel, scopes: CONNECTOR_SCOPES, notAfter: null, ...changes });
}

/** Ends the keys of a channel, so that the next test may register its own. */
const end = async (by: Deliverer) => {
  for (const order of [atEdge, atAggregator]) await change(order, by, { notAfter: seconds() - 1 });
};

const options = ({ channel, secret }: Deliverer): ConnectOptions => ({
  endpoint: operators.edgeUrl,
  site: SITE,
  channel,
  connectorKey: secret,
  fetch,
});

/** What an evaluation comes to: `granted`, or the code of the refusal. */
async function evaluation(by: Deliverer): Promise<string> {
  const prf = await connectPrf(options(by));
  return prf.evaluate([blind(random(4), random).blinded]).then(
    () => "granted",
    (error: unknown) => (error instanceof OperatorsError ? error.code : String(error)),
  );
}

const codeword = (channel: Channel, keys: LinkKeys): Said => ({
  action: "assign",
  keys: [keys],
  body: { channel, codeword: ROOT },
});

/** The codes of a delivery's outcomes, or of its refusal; undefined for what was done. */
async function codes(answer: Promise<EdgeAnswer>): Promise<unknown> {
  const got = await answer;
  if (got.status !== 200) return problemOf(got);
  const { outcomes } = v.parse(v.object({ outcomes: v.array(v.object({ code: v.optional(v.string()) })) }), got.json);
  return outcomes.map(({ code }) => code);
}

const DONE = [undefined];

describe("a connector's key at both operators", () => {
  test("does what its scopes say, and nothing else", async () => {
    const ann = await strangersKeys();
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

  test("goes by each operator's own register: what one has revoked, the other alone does not let through", async () => {
    const ann = await strangersKeys();
    const by = await connector(TILL);
    expect(await evaluation(by)).toBe("granted");
    await change(atAggregator, by, { notAfter: seconds() - 1 });
    expect(await evaluation(by)).toBe("connector-revoked");
    // What is the edge's alone to answer goes on: no new identifier becomes a token any more.
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

  test("follows another without a gap: both speak until the first one's time is over", async () => {
    const people = await Promise.all(Array.from({ length: 30 }, () => strangersKeys()));
    const [first, second] = [await connector(TILL), await connector(TILL)];
    const keys = [first, second];
    for (const [index, keysOf] of people.entries()) {
      if (index === 15)
        for (const order of [atEdge, atAggregator]) await change(order, first, { notAfter: seconds() - 1 });
      const by = index < 15 ? keys[index % 2] : second;
      if (by) expect(await codes(deliver(by, [codeword(TILL, keysOf)]))).toEqual(DONE);
    }
    expect(await codes(deliver(first, [codeword(TILL, people[0] ?? (await strangersKeys()))]))).toBe(
      "connector-revoked",
    );
    // Whom the first has registered the second may read: they are the channel's.
    const voice = await ConnectorVoice.of(options(second));
    const tokens: string[] = [];
    for await (const { token } of exportClusters(voice)) tokens.push(token);
    for (const { token } of people) expect(tokens).toContain(token);
    await end(second);
  });

  test("of another channel reads nobody, and learns of nobody", async () => {
    const [ann, stranger] = [await strangersKeys(), await strangersKeys()];
    const [till, mail] = [await connector(TILL), await connector("email")];
    await deliver(till, [codeword(TILL, ann)]);
    expect((await readCluster(till, ann.token)).json).toMatchObject({ channels: [TILL] });
    const answers = [await readCluster(mail, ann.token), await readCluster(mail, stranger.token)];
    expect(answers.map(problemOf)).toEqual(["unknown-profile", "unknown-profile"]);
    expect(answers[0]).toEqual(answers[1]);
    expect(await codes(deliver(mail, [codeword(TILL, ann)]))).toEqual(["wrong-channel"]);
    const lines: string[] = [];
    for await (const { token } of exportClusters(await ConnectorVoice.of(options(mail)))) lines.push(token);
    expect(lines).not.toContain(ann.token);
    await Promise.all([end(till), end(mail)]);
  });

  test("with a clock that is ten minutes off is told the time, sets itself right and says by how much", async () => {
    const ann = await strangersKeys();
    const by = await connector(TILL);
    await deliver(by, [codeword(TILL, ann)]);
    const refused = await readCluster(by, ann.token, { issuedAt: seconds() - 600 });
    expect(problemOf(refused)).toBe("stale-request");
    expect(v.parse(v.object({ now: v.number() }), refused.json).now - seconds()).toBeLessThan(5);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 600_000 });
    const voice = await ConnectorVoice.of(options(by));
    expect(await readByVoice(voice, ann.token)).toMatchObject({ channels: [TILL] });
    expect(Math.abs(voice.clock.offsetSeconds - 600)).toBeLessThan(5);
    vi.useRealTimers();
    await end(by);
  });
});

describe("sedge clusters", () => {
  const sedge = (...args: readonly string[]) => sedgeIn(folder, args);

  test("reads one person, and writes all of the channel's into a file", async () => {
    const [ann, bob, other] = [await strangersKeys(), await strangersKeys(), await strangersKeys()];
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
    // What cannot be read leaves the file that is there.
    const revoked = await sedge("clusters", ...pair, "--output", "clusters.ndjson");
    expect([revoked.exitCode, revoked.note]).toEqual([
      2,
      expect.stringMatching(/^operators-failed: connector-revoked: /),
    ]);
    expect(readFileSync(join(folder, "clusters.ndjson"), "utf8")).toBe(text);
  });
});

describe("a landing link from an e-mail", () => {
  let mail: Deliverer;
  beforeAll(async () => {
    mail = await connector("email");
  });

  /** What the connector puts into a landing link, for a recipient whose cluster it knows. */
  async function offered(until = seconds() + 3_600) {
    const [recipient, secret] = [await strangersKeys(), random(16)];
    const landingLink = await landingLinkKeys(secret, SITE);
    const link: Said = {
      action: "link",
      keys: [recipient, landingLink],
      kinds: { [recipient.token]: "email", [landingLink.token]: "landing-link" },
      landingLinkUntil: until,
    };
    expect(await codes(deliver(mail, [link, codeword("email", recipient)]))).toEqual([undefined, undefined]);
    return { recipient, secret };
  }

  /** What a device does with the secret that it found in its landing link. */
  async function take(secret: Uint8Array, device: LinkKeys, operationId = newId()): Promise<EdgeAnswer> {
    const landingLink = await landingLinkKeys(secret, SITE);
    const kinds = { [landingLink.token]: "landing-link" };
    return say(operators.edgeUrl, { action: "link", keys: [landingLink, device], kinds, operationId });
  }

  const tokensOf = async (keys: LinkKeys) =>
    v.parse(ProfileExport, (await say(operators.edgeUrl, { action: "export", keys: [keys] })).json).tokens;

  test("joins a device once: neither again nor on a second device", async () => {
    const { recipient, secret } = await offered();
    const [laptop, tablet, operationId] = [await strangersKeys(), await strangersKeys(), newId()];
    const first = await take(secret, laptop, operationId);
    expect(first.json).toMatchObject({ tokens: 2, assignment: { channels: ["email"] } });
    expect(await take(secret, laptop, operationId)).toEqual(first);
    expect(problemOf(await take(secret, laptop))).toBe("landing-link-spent");
    expect(problemOf(await take(secret, tablet))).toBe("landing-link-spent");
    expect((await tokensOf(recipient)).toSorted()).toEqual([laptop.token, recipient.token].sort());
  });

  test("that two devices open at once is one's", async () => {
    const { recipient, secret } = await offered();
    const devices = await Promise.all(Array.from({ length: 8 }, () => strangersKeys()));
    const answers = await Promise.all(devices.map((device) => take(secret, device)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status !== 200).map(problemOf)).toEqual(Array(7).fill("landing-link-spent"));
    expect(await tokensOf(recipient)).toHaveLength(2);
  });

  test("ends with its time", async () => {
    const { recipient, secret } = await offered(seconds() + 2);
    await new Promise((resolve) => setTimeout(resolve, 3_200));
    expect(problemOf(await take(secret, await strangersKeys()))).toBe("landing-link-expired");
    expect(await tokensOf(recipient)).toEqual([recipient.token]);
  });

  test("ends with the recipient's consent, and nothing of it is left on a disk", async () => {
    const { recipient, secret } = await offered();
    const { token } = await landingLinkKeys(secret, SITE);
    expect(tablesThatName(storedRows(operators.edge), recipient.token)).toContain("landing_links");
    const receipt = { ...RECEIPT, purposes: [] };
    expect((await say(operators.edgeUrl, { action: "erase", keys: [recipient], receipt })).status).toBe(200);
    expect(tablesThatName(storedRows(operators.edge), recipient.token)).toEqual(["receipts"]);
    expect(tablesThatName(storedRows(operators.edge), token)).toEqual(["landing_link_places"]);
    expect(problemOf(await take(secret, await strangersKeys()))).toBe("landing-link-spent");
    expect(await codes(deliver(mail, [codeword("email", recipient)]))).toEqual(["consent-withdrawn"]);
  });

  test("that nobody offered is answered as one that is spent", async () => {
    expect(problemOf(await take(random(16), await strangersKeys()))).toBe("landing-link-spent");
  });
});
