import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectorSigner } from "@sedge/privacy/connector-key";
import { Contribution, type ConnectorScope, DeliveryResults, RoundReport } from "@sedge/protocol";
import { type Operators, orderRound, roundsOf } from "@sedge/testbed";
import * as v from "valibot";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { atAggregator, atBoth } from "./connector-keys.ts";
import { contribute, currentRound } from "./simulated-devices.ts";
import { SITE } from "./edge-answer.ts";
import { type MirroredRequest, startEdgeMirror } from "./edge-mirror.ts";
import { openRound } from "./open-round.ts";
import { startOperators } from "./operators.ts";
import { sedgeIn } from "./sedge-command.ts";
import { keysOf, sendSigned } from "./signed-message.ts";

const CHANNELS = ["web", "app", "email", "call-centre", "shop-till"];
const BOTH = ["classify", "link", "learn"] as const;
/** Members of the till's file who agreed to `learn`. The last of them votes in a browser first. */
const LEARNERS = 7;
const OTHERS = 3;

const Line = v.object({
  method: v.string(),
  url: v.string(),
  rows: v.array(v.string()),
  purpose: v.nullable(v.string()),
  microEpsilon: v.number(),
  body: v.string(),
});
const Counts = v.object({
  round: v.nullable(v.string()),
  received: v.number(),
  ended: v.record(v.string(), v.number()),
  waiting: v.number(),
  waitingUntil: v.nullable(v.string()),
  unsent: v.number(),
});

let operators: Operators;
let folder = "";
beforeAll(async () => {
  operators = await startOperators({ rateLimit: 1_000_000, aggregatorVars: { CHANNELS: { demo: CHANNELS } } });
});
afterAll(() => operators?.stop());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sedge-e2e-contribute-"));
  return () => rmSync(folder, { recursive: true, force: true });
});

/** Runs the command against an edge; `started` receives its process. */
async function sedge(edgeUrl: string, args: readonly string[], started?: (child: ChildProcess) => void) {
  const at = ["--channel", "shop-till", "--site", SITE, "--endpoint", edgeUrl, "--key", "till.key", "--json"];
  const { exitCode, signal, out, note } = await sedgeIn(folder, [...args, ...at], started && { started });
  return { end: signal ?? exitCode, out, note };
}

/** The counts that a finished `contribute` prints. */
async function run(edgeUrl: string, ...args: readonly string[]): Promise<v.InferOutput<typeof Counts>> {
  const { end, out, note } = await sedge(edgeUrl, ["contribute", ...args]);
  if (end !== 0) throw new Error(note);
  return v.parse(Counts, JSON.parse(out));
}

let key: string;
/** Registers the till's key with these scopes. Registering it again replaces the scopes. */
async function register(scopes: readonly ConnectorScope[]): Promise<void> {
  await atBoth(operators, "connectors", { key, channel: "shop-till", scopes, notAfter: null });
}
async function newKey(): Promise<void> {
  const secret = randomBytes(32);
  writeFileSync(join(folder, "till.key"), secret.toString("base64url"), { mode: 0o600 });
  key = (await connectorSigner(secret)).key;
}
const member = (number: number) => `L-${55_000 + number}`;

/** Pushes receipts of members, of whom the first `learners` agreed to `learn`. */
async function push(learners: number, others: number, first = 0): Promise<void> {
  const rows = Array.from({ length: learners + others }, (_, row) => {
    const learn = row < learners ? "yes" : "no";
    return `r${first + row},2026-11-02T00:00:00Z,${member(first + row)},${10 + row},yes,${learn}`;
  });
  const stranger = `r-none,2026-11-02T00:00:00Z,L-59999,3,no,yes`;
  writeFileSync(
    join(folder, "till.csv"),
    ["receipt_id,sold_at,loyalty,total,consent,learn", ...rows, stranger].join("\n"),
  );
  const { out, note } = await sedge(operators.edgeUrl, ["push", "--file", "till.csv", "--policy", "2026-11"]);
  if (out === "") throw new Error(note);
  expect(JSON.parse(out)).toMatchObject({ accepted: learners + others, withoutConsent: 1, waiting: 0, refused: {} });
}

const TERMS = { epsilon: 1, minPeople: 2, seconds: 3_600, spreadSeconds: 2, algorithm: "kmeans" } as const;

/** Votes from another device with the same identifier, as the SDK does with a profile. */
async function voteInBrowser(loyalty: string): Promise<void> {
  const keys = await keysOf(operators.edgeUrl, "loyalty", loyalty);
  const receipt = { purposes: [...BOTH], policyVersion: "2026-11", day: "2026-11-02" };
  const round = await currentRound(operators.edgeUrl);
  const [centre = []] = round.measurement.centres;
  await contribute(operators.edgeUrl, round, centre, async (body) => {
    const { status, json } = await sendSigned(operators.edgeUrl, { action: "ballot", keys: [keys], receipt, body });
    expect(status).toBe(200);
    return json;
  });
}

/** Codes of the refused items in the answer to a delivery. */
function refusals(answer: Buffer): string[] {
  const { results } = v.parse(DeliveryResults, JSON.parse(String(answer)));
  return results.flatMap((outcome) => ("code" in outcome ? [outcome.code] : []));
}
const ledger = () =>
  readFileSync(join(folder, "ledger"), "utf8")
    .trim()
    .split("\n")
    .map((line) => v.parse(Line, JSON.parse(line)));
const spelled = ({ method, path, body }: MirroredRequest) => `${method} ${path} ${body}`;
const isVote = ({ path }: Pick<MirroredRequest, "path">) => path.endsWith("/contributions");

test("refuses a key without the contribute scope, stores nothing, and continues once the scope is granted", async () => {
  await newKey();
  await register(["evaluate", "link"]);
  await push(1, 1, 100);
  await openRound(operators, TERMS);
  onTestFinished(async () => void (await orderRound(operators, { action: "abandon" })));
  const refused = await sedge(operators.edgeUrl, ["contribute"]);
  expect([refused.end, refused.out]).toEqual([2, ""]);
  expect(refused.note).toBe(
    "key-refused: the operators refuse this connector's key (scope-missing). It needs the scope contribute.\n",
  );
  const keys = await keysOf(operators.edgeUrl, "loyalty", member(100));
  const { json } = await sendSigned(operators.edgeUrl, { action: "export", keys: [keys] });
  expect(json).toMatchObject({ rounds: [] });

  await register(["link", "contribute"]);
  const begun = await run(operators.edgeUrl);
  expect(begun.received + begun.waiting).toBe(1);
  const again = await run(operators.edgeUrl, "--wait");
  expect(begun.received + again.received).toBe(1);
});

test("counts each consenting member once per round at both operators, whichever process is killed", async () => {
  await newKey();
  await register(["evaluate", "link", "contribute"]);
  await push(LEARNERS, OTHERS);
  await openRound(operators, TERMS);
  await voteInBrowser(member(LEARNERS - 1));

  const asked: MirroredRequest[] = [];
  let child: ChildProcess | undefined;
  // Kills the process after the edge answers the ballots, and again after it answers the second vote, before the answer arrives.
  const kills = [({ path }: MirroredRequest) => path.endsWith("/deliveries"), () => asked.filter(isVote).length === 2];
  const refused: string[] = [];
  const edgeUrl = await startEdgeMirror(operators.edgeUrl, (path, answer, request) => {
    asked.push(request);
    if (path.endsWith("/deliveries")) refused.push(...refusals(answer.body));
    if (kills[0]?.(request)) {
      kills.shift();
      child?.kill("SIGKILL");
    }
    return answer;
  });
  const contributing = ["contribute", "--wait", "--ledger", "ledger"];
  const ends: unknown[] = [];
  let output = "";
  for (let runs = 0; runs < 3; runs += 1) {
    const { end, out, note } = await sedge(edgeUrl, contributing, (started) => (child = started));
    ends.push(end === 2 ? note : end);
    output = out;
  }
  expect(ends).toEqual(["SIGKILL", "SIGKILL", 0]);
  // A vote whose answer was lost gets the same answer again.
  expect(v.parse(Counts, JSON.parse(output))).toMatchObject({ ended: {}, waiting: 0, waitingUntil: null, unsent: 0 });

  // Refused for the member who voted on another device, each time a ballot is requested.
  expect(refused).toEqual(["ballot-drawn", "ballot-drawn"]);

  const votes = asked.filter(isVote).map(({ body }) => v.parse(Contribution, JSON.parse(body)));
  expect(new Set(votes.map(({ nonce }) => nonce)).size).toBe(LEARNERS - 1);
  expect(new Set(votes.map(({ ballot }) => ballot.nonce)).size).toBe(LEARNERS - 1);
  expect(new Set(votes.map(({ receipt }) => JSON.stringify(receipt))).size).toBe(1);
  expect(Object.keys(votes[0]?.receipt ?? {}).toSorted()).toEqual(["day", "purposes"]);

  // The ledger has every byte, with its rows. It may also list requests that a kill interrupted and that were sent again.
  const lines = ledger();
  const written = lines.map(({ method, url, body }) => spelled({ method, path: new URL(url).pathname, body }));
  const left = [...written];
  for (const request of asked) {
    const at = left.indexOf(spelled(request));
    expect(at).toBeGreaterThanOrEqual(0);
    left.splice(at, 1);
  }
  expect(left.filter((one) => !asked.some((request) => spelled(request) === one))).toEqual([]);
  for (const { url, rows, purpose, microEpsilon, body } of lines) {
    if (url.endsWith("/contributions")) {
      expect([rows, purpose]).toEqual([["contribution-shares", "consent-receipt"], "learn"]);
    } else if (url.endsWith("/deliveries")) {
      expect([rows, purpose]).toEqual([["link-token", "contribution-shares", "consent-receipt"], "learn"]);
    } else {
      expect([rows, purpose, body]).toEqual([[], null, ""]);
    }
    if (!url.endsWith("/contributions")) expect(microEpsilon).toBe(0);
  }
  const paid = lines.filter(({ microEpsilon }) => microEpsilon > 0);
  expect(new Set(paid.map(({ body }) => body)).size).toBe(LEARNERS - 1);
  for (const { microEpsilon } of paid) expect(microEpsilon).toBeLessThanOrEqual(1_000_000);

  const before = asked.length;
  expect(await run(edgeUrl)).toMatchObject({ received: 0, ended: {}, waiting: 0 });
  expect(asked.slice(before).every(({ method }) => method === "GET")).toBe(true);

  await orderRound(operators, { action: "close" });
  const latest = async () => (await roundsOf(operators)).rounds[0];
  await expect.poll(async () => (await latest())?.end, { timeout: 60_000, interval: 500 }).not.toBeNull();
  expect((await latest())?.people).toBe(LEARNERS);
  const other = v.parse(RoundReport, await (await atAggregator(operators, "rounds")).json());
  expect(other.rounds[0]?.people).toBe(LEARNERS);
});
