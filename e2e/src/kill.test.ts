import { toBase64url } from "@sedge/privacy/base64url";
import { type Operators, seededRandom } from "@sedge/testbed";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deliver, type Deliverer, deliverer } from "./delivery.ts";
import type { EdgeAnswer } from "./edge-answer.ts";
import { brokenInvariants, profilesOf, unfinished } from "./identity-invariants.ts";
import { storedRows, tablesThatName } from "@sedge/testbed/stored-rows";
import type { LinkKeys } from "@sedge/privacy/link-key";
import { startOperators } from "./operators.ts";
import { newId, type Said, say, strangersKeys } from "./till.ts";
import { PATIENCE_MS } from "./visitor.ts";

/** Kills; SEDGE_KILLS asks for more than a test run has time for. */
const ROUNDS = Number(process.env["SEDGE_KILLS"] ?? 8);
/** Tokens that one round makes into one person. */
const TOKENS = 12;
/** How many of them are of records. */
const RECORDS = 4;

const seed = Number(process.env["SEDGE_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const random = seededRandom(seed);

let operators: Operators;
/** Rounds after whose kill a merge, move, intake or erasure lay half done on the disk. */
let sagas = 0;
let callCentre: Deliverer;
beforeAll(async () => {
  operators = await startOperators();
  callCentre = await deliverer(operators, "call-centre");
});
afterAll(() => operators.stop());

const edgeRows = () => storedRows(operators.edge);

function newKeys(): Promise<LinkKeys> {
  return strangersKeys(Uint8Array.from({ length: 64 }, () => Math.floor(random() * 256)));
}

/** What a record says of one person: as opaque to the edge as any. */
function randomFields(): Record<string, unknown> {
  const token = () => toBase64url(Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256)));
  return Object.fromEntries(
    ["givenName", "surname", "birthDate", "postcode", "street"].map((field) => [field, { exact: [token()] }]),
  );
}

/**
 * Links that make all tokens one person, in an order drawn at random, and a codeword from one of them. The last tokens are of
 * records of that person: one has an identifier in common with the others, the rest are like it.
 */
function messagesOf(tokens: readonly LinkKeys[]): Said[] {
  const fields = randomFields();
  const links = tokens.slice(1).map((key, index): Said => {
    const earlier = tokens[Math.floor(random() * Math.min(index + 1, TOKENS - RECORDS))] ?? key;
    const keys = [earlier, key];
    if (index + 1 < TOKENS - RECORDS) return { action: "link", keys, operationId: newId() };
    const isKnown = index + 1 === TOKENS - RECORDS;
    const body = { channel: "call-centre", fields };
    return { action: "record", keys: isKnown ? keys.toReversed() : [key], operationId: newId(), body };
  });
  const ordered = links.map((said) => ({ said, rank: random() })).sort((a, b) => a.rank - b.rank);
  const body = { channel: "web", codeword: { generation: 0, path: "" } };
  return [
    ...ordered.map(({ said }) => said),
    { action: "assign", keys: tokens.slice(0, 1), operationId: newId(), body },
  ];
}

/** Records come from the call centre, everything else from pages. */
function send({ action, ...said }: Said): Promise<EdgeAnswer> {
  return action === "record" ? deliver(callCentre, [{ action, ...said }]) : say(operators.edgeUrl, { action, ...said });
}

async function isDone(said: Said): Promise<boolean> {
  return send(said).then(
    ({ status, json }) => status === 200 && !JSON.stringify(json).includes('"code"'),
    () => false,
  );
}

/** How long the edge takes for a round's messages when nobody kills it, in milliseconds: shortest of three. */
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

/** Sends everything at once, kills the edge within a time, and brings it up again. Resolves to what was confirmed. */
async function killAmid(messages: readonly Said[], withinMs: number): Promise<Said[]> {
  const sent = Promise.all(messages.map(async (said) => ((await isDone(said)) ? [said] : [])));
  await new Promise((resolve) => setTimeout(resolve, random() * withinMs));
  await operators.edge.kill();
  sagas += unfinished(edgeRows()).length > 0 ? 1 : 0;
  const confirmed = (await sent).flat();
  await operators.edge.restart();
  return confirmed;
}

/** Says something again, as an outbox does, until it is done. */
async function insist(said: Said): Promise<void> {
  await expect.poll(() => isDone(said), { timeout: PATIENCE_MS }).toBe(true);
}

async function isAtRest(): Promise<void> {
  await expect.poll(() => unfinished(edgeRows()), { timeout: PATIENCE_MS, interval: 250 }).toEqual([]);
  expect(brokenInvariants(edgeRows())).toEqual([]);
}

test(
  `killed ${ROUNDS} times amid merges, records and erasures, the edge finishes or undoes each (SEDGE_SEED=${seed} repeats it)`,
  { retry: 0, timeout: ROUNDS * 40_000 },
  async () => {
    const withinMs = await undisturbedMs();
    let before: LinkKeys[] = [];
    let interrupted = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const tokens = await Promise.all(Array.from({ length: TOKENS }, newKeys));
      const messages = messagesOf(tokens);
      const erasure: Said = { action: "erase", keys: before.slice(0, 1), operationId: newId() };
      const all = before.length > 0 ? [...messages, erasure] : messages;

      const confirmed = await killAmid(all, withinMs);
      interrupted += confirmed.length < all.length ? 1 : 0;
      // What was confirmed outlives the kill, with nobody asking again.
      await isAtRest();
      const profiles = profilesOf(edgeRows());
      for (const { action, keys } of confirmed) {
        if (action !== "link" && action !== "record") continue;
        const [one, other] = keys.map(({ token }) => profiles.get(token));
        expect(one).toBeDefined();
        if (keys.length > 1) expect(one).toEqual(other);
      }

      for (const said of all) await insist(said);
      await isAtRest();
      const merged = profilesOf(edgeRows());
      expect(new Set(tokens.map(({ token }) => String(merged.get(token)))).size).toBe(1);
      for (const { token } of before) expect(["", "receipts"]).toContain(tablesThatName(edgeRows(), token).join());
      before = tokens;
    }
    // Kills that all came too early or too late would have shown nothing.
    process.stdout.write(
      `${interrupted} of ${ROUNDS} rounds interrupted, ${sagas} amid a saga, each within ${withinMs.toFixed()} ms\n`,
    );
    expect(interrupted).toBeGreaterThan(ROUNDS / 3);
  },
);
