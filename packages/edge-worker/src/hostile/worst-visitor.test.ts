import { runInDurableObject } from "cloudflare:test";
import { registrationLimits } from "@sedge/operator";
import { type LinkToken, MAX_CONTRIBUTION_BYTES, MAX_SIGNATURES, OperationId } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { expect, test } from "vitest";
import document from "../../../../docs/threat-model.md?raw";
import { ProfileRows } from "../lib/identity/graph/profile-rows.ts";
import { USUAL_RULES } from "../lib/identity/operations/identity-rules.ts";
import { type Operation, operationKey } from "../lib/identity/operations/operation.ts";
import { MAX_CLAIMS, ProfileOperations } from "../lib/identity/operations/profile-operations.ts";
import { MAX_RESULTS_OF_TOKEN, ShortMemory } from "../lib/identity/operations/short-memory.ts";
import { MAX_CONSENTS, MAX_WITHDRAWALS } from "../lib/receipts.ts";
import { settingsOf } from "../lib/settings.ts";
import { bytesInDatabase, bytesInShard } from "../../test/row-bytes.ts";
import { shard, storage } from "../../test/shards.ts";
import { act, randomText, RECEIPT, somebody } from "../../test/visitor.ts";

/** What one address may add to the stored state in a day, at most: the figure of docs/threat-model.md. On 2026-11-30: 68 MB, 22 KB a token. */
const WORST_VISITOR_MB_A_DAY = 100;

/** Tokens of a component that has as many links as it may, each for one more pair: fewer have fewer pairs, more have fewer links each. */
const TOKENS = 12;

/** Web and app. */
const PAGE_CHANNELS = 2;
/** Rows that a token can have beside what its component has. */
const ROWS_OF_TOKEN = {
  pointers: 1,
  observations: PAGE_CHANNELS,
  seen: PAGE_CHANNELS,
  channel_transitions: 2,
} as const;
/** Tables whose rows are measured with a component, or go within minutes. */
const IN_COMPONENT = ["members", "operations", "edges", "operation_results"];
const PASSING = ["nonces"];

async function head(index: number, signers: readonly LinkToken[]) {
  const tokens = [...signers].sort();
  const operationId = v.parse(OperationId, randomText(16));
  const key = await operationKey(tokens[0] as LinkToken, operationId);
  return { key, operationId, at: 1_700_000_000 + index, sequence: 0, tokens };
}

/** Links of which each has one new pair, and as many pairs of before as possible. */
async function greedyLinks(tokens: readonly LinkToken[]): Promise<Operation[]> {
  const links: Operation[] = [];
  for (let newest = 1; newest < tokens.length; newest++) {
    for (let other = 0; other < newest; other++) {
      const again = tokens.slice(Math.max(0, other - MAX_SIGNATURES + 2), other);
      const signers = [tokens[newest], tokens[other], ...again] as LinkToken[];
      const signed = await head(links.length, signers);
      // Nothing proves such keys, so that each is marked.
      links.push({ ...signed, action: "link", kinds: {}, claimed: signed.tokens });
    }
  }
  return links;
}

/** What a component takes that has as much as page messages can put there, in bytes a token. */
async function bytesOfComponent(): Promise<number> {
  return runInDurableObject(shard(0, "scratch-component"), async (_, state) => {
    const rows = new ProfileRows(state.storage.sql);
    const memory = new ShortMemory(state.storage);
    const operations = new ProfileOperations(state.storage, rows, memory);
    const before = state.storage.sql.databaseSize;
    const tokens = await Promise.all(Array.from({ length: TOKENS }, async () => (await somebody()).token));
    for (const token of tokens) rows.components.add(token);
    const links = await greedyLinks(tokens);
    expect(links.length).toBeGreaterThan(0.9 * MAX_CLAIMS);
    for (const link of links.slice(0, MAX_CLAIMS)) expect(operations.apply(link, USUAL_RULES).state).toBe("done");
    // What undos leave, without a replay for each.
    const component = rows.components.of(tokens[0]);
    for (let turn = 0; turn < MAX_RESULTS_OF_TOKEN; turn++) {
      for (const token of tokens) {
        const undo = { ...(await head(500 + turn, [token])), target: v.parse(OperationId, randomText(16)) };
        rows.components.keep(component, { ...undo, action: "undo" });
        memory.record(undo.key, token, { tokens: TOKENS, edges: TOKENS, observations: 0 }, undo.at);
      }
    }
    rows.components.settle(component, USUAL_RULES);
    const { results, operations: kept } = rows.bundle(component);
    expect(results).toHaveLength(TOKENS * MAX_RESULTS_OF_TOKEN);
    expect(kept.length).toBeGreaterThan(0.9 * (MAX_CLAIMS + TOKENS * MAX_RESULTS_OF_TOKEN));
    return (state.storage.sql.databaseSize - before) / TOKENS;
  });
}

test("the worst visitor adds less state a day than the threat model states", async () => {
  const settings = settingsOf(env);
  const tokens = registrationLimits(settings).perDay;
  const keys = await Promise.all(Array.from({ length: 2 }, somebody));
  expect((await act("link", keys)).status).toBe(200);
  for (const channel of ["web", "app"]) {
    await act("assign", keys.slice(0, 1), { body: { channel, codeword: { generation: 0, path: "" } } });
  }
  const stored = Object.entries(await storage()).filter(([, rows]) => rows.length > 0);
  // A table that a page fills belongs to the figure.
  expect(stored.map(([name]) => name).sort()).toEqual(
    [...Object.keys(ROWS_OF_TOKEN), ...IN_COMPONENT, ...PASSING].sort(),
  );
  let bytes = await bytesOfComponent();
  for (const [table, rows] of stored) {
    const { shard: _shard, ...row } = rows[0] ?? { shard: 0 };
    if (table in ROWS_OF_TOKEN)
      bytes += ROWS_OF_TOKEN[table as keyof typeof ROWS_OF_TOKEN] * (await bytesInShard(table, row));
  }
  const receipt = { subject: "a".repeat(64), purposes: "classify,learn,link", policy_version: "p".repeat(32) };
  const receiptBytes = await bytesInDatabase("receipts", {
    site: "demo",
    ...receipt,
    day: RECEIPT.day,
    evidence: JSON.stringify({ policySha256: "e".repeat(64), source: "x".repeat(24), tcfSha256: "f".repeat(64) }),
    // 64 bytes in base64url.
    signature: "s".repeat(86),
  });
  bytes += (MAX_CONSENTS + MAX_WITHDRAWALS) * receiptBytes;
  // Both operators keep their part of a vote until the round ends.
  const votes = settings.BALLOTS_PER_ADDRESS_PER_ROUND * 2 * MAX_CONTRIBUTION_BYTES;
  const megabytes = (tokens * bytes + votes) / 1_000_000;
  // oxlint-disable-next-line no-console -- the bench reads this line
  console.log(JSON.stringify({ event: "worst-visitor", megabytes, tokens, bytesOfToken: Math.round(bytes) }));
  expect(megabytes).toBeLessThan(WORST_VISITOR_MB_A_DAY);
  expect(megabytes).toBeGreaterThan(WORST_VISITOR_MB_A_DAY / 2);
  expect(document).toContain(`${WORST_VISITOR_MB_A_DAY} MB of state at most`);
});
