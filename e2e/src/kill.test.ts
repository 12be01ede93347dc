import { toBase64url } from "@sedge/privacy/base64url";
import { type Operators, seededRandom } from "@sedge/testbed";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deliver, type TestConnector, registeredConnector } from "./delivery.ts";
import type { EdgeAnswer } from "./edge-answer.ts";
import { brokenInvariants, profilesOf, unfinished } from "./identity-invariants.ts";
import { storedRows, tablesThatName } from "@sedge/testbed/stored-rows";
import type { LinkKeys } from "@sedge/privacy/link-key";
import { startOperators } from "./operators.ts";
import { newId, type MessageContent, sendSigned, randomKeys } from "./signed-message.ts";
import { PATIENCE_MS } from "./visitor.ts";

/** Number of kills. Set SEDGE_KILLS for more than a test run has time for. */
const ROUNDS = Number(process.env["SEDGE_KILLS"] ?? 8);
/** Tokens that one round links into one person. */
const TOKENS = 12;
/** How many of the tokens belong to records. */
const RECORDS = 4;

const seed = Number(process.env["SEDGE_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const random = seededRandom(seed);

let operators: Operators;
/** Rounds whose kill left an unfinished merge, move, intake or erasure on disk. */
let sagas = 0;
let callCentre: TestConnector;
beforeAll(async () => {
  operators = await startOperators();
  callCentre = await registeredConnector(operators, "call-centre");
});
afterAll(() => operators.stop());

const edgeRows = () => storedRows(operators.edge);

function newKeys(): Promise<LinkKeys> {
  return randomKeys(Uint8Array.from({ length: 64 }, () => Math.floor(random() * 256)));
}

/** A record's fields for one person, opaque to the edge. */
function randomFields(): Record<string, unknown> {
  const token = () => toBase64url(Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256)));
  return Object.fromEntries(
    ["givenName", "surname", "birthDate", "postcode", "street"].map((field) => [field, { exact: [token()] }]),
  );
}

/**
 * Links that join all tokens into one person, in random order, and one codeword. The last tokens belong to records of that
 * person: one shares an identifier with the others, the rest match it.
 */
function messagesOf(tokens: readonly LinkKeys[]): MessageContent[] {
  const fields = randomFields();
  const links = tokens.slice(1).map((key, index): MessageContent => {
    const earlier = tokens[Math.floor(random() * Math.min(index + 1, TOKENS - RECORDS))] ?? key;
    const keys = [earlier, key];
    if (index + 1 < TOKENS - RECORDS) return { action: "link", keys, operationId: newId() };
    const isKnown = index + 1 === TOKENS - RECORDS;
    const body = { channel: "call-centre", fields };
    return { action: "record", keys: isKnown ? keys.toReversed() : [key], operationId: newId(), body };
  });
  const ordered = links.map((message) => ({ message, rank: random() })).sort((a, b) => a.rank - b.rank);
  const body = { channel: "web", codeword: { generation: 0, path: "" } };
  return [
    ...ordered.map(({ message }) => message),
    { action: "assign", keys: tokens.slice(0, 1), operationId: newId(), body },
  ];
}

/** Records come from the call centre, everything else from pages. */
function send({ action, ...content }: MessageContent): Promise<EdgeAnswer> {
  return action === "record"
    ? deliver(callCentre, [{ action, ...content }])
    : sendSigned(operators.edgeUrl, { action, ...content });
}

async function isDone(message: MessageContent): Promise<boolean> {
  return send(message).then(
    ({ status, json }) => status === 200 && !JSON.stringify(json).includes('"code"'),
    () => false,
  );
}

/** The time the edge needs for a round's messages without a kill, in milliseconds: the shortest of three. */
async function undisturbedMs(): Promise<number> {
  const times: number[] = [];
  for (let sample = 0; sample < 3; sample += 1) {
    const messages = messagesOf(await Promise.all(Array.from({ length: TOKENS }, newKeys)));
    const startedAt = performance.now();
    expect(await Promise.all(messages.map(isDone))).not.toContain(false);
    times.push(performance.now() - startedAt);
  }
  return Math.min(...times);
}

/** Sends all messages at once, kills the edge within a time, and restarts it. Resolves to the confirmed messages. */
async function killDuring(messages: readonly MessageContent[], withinMs: number): Promise<MessageContent[]> {
  const sent = Promise.all(messages.map(async (message) => ((await isDone(message)) ? [message] : [])));
  await new Promise((resolve) => setTimeout(resolve, random() * withinMs));
  await operators.edge.kill();
  sagas += unfinished(edgeRows()).length > 0 ? 1 : 0;
  const confirmed = (await sent).flat();
  await operators.edge.restart();
  return confirmed;
}

/** Resends a message, as an outbox does, until the edge applies it. */
async function resend(message: MessageContent): Promise<void> {
  await expect.poll(() => isDone(message), { timeout: PATIENCE_MS }).toBe(true);
}

async function isAtRest(): Promise<void> {
  await expect.poll(() => unfinished(edgeRows()), { timeout: PATIENCE_MS, interval: 250 }).toEqual([]);
  expect(brokenInvariants(edgeRows())).toEqual([]);
}

test(
  `killed ${ROUNDS} times during merges, records and erasures, the edge finishes or undoes each (SEDGE_SEED=${seed} repeats it)`,
  { retry: 0, timeout: ROUNDS * 40_000 },
  async () => {
    const withinMs = await undisturbedMs();
    let before: LinkKeys[] = [];
    let interrupted = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const tokens = await Promise.all(Array.from({ length: TOKENS }, newKeys));
      const messages = messagesOf(tokens);
      const erasure: MessageContent = { action: "erase", keys: before.slice(0, 1), operationId: newId() };
      const all = before.length > 0 ? [...messages, erasure] : messages;

      const confirmed = await killDuring(all, withinMs);
      interrupted += confirmed.length < all.length ? 1 : 0;
      // Confirmed messages survive the kill without being sent again.
      await isAtRest();
      const profiles = profilesOf(edgeRows());
      for (const { action, keys } of confirmed) {
        if (action !== "link" && action !== "record") continue;
        const [one, other] = keys.map(({ token }) => profiles.get(token));
        expect(one).toBeDefined();
        if (keys.length > 1) expect(one).toEqual(other);
      }

      for (const message of all) await resend(message);
      await isAtRest();
      const rows = edgeRows();
      const merged = profilesOf(rows);
      expect(new Set(tokens.map(({ token }) => String(merged.get(token)))).size).toBe(1);
      for (const { token } of before) expect(tablesThatName(rows, token)).toEqual([]);
      before = tokens;
    }
    // Kills that all come too early or too late test nothing.
    process.stdout.write(
      `${interrupted} of ${ROUNDS} rounds interrupted, ${sagas} during a saga, each within ${withinMs.toFixed()} ms\n`,
    );
    expect(interrupted).toBeGreaterThan(ROUNDS / 3);
  },
);
