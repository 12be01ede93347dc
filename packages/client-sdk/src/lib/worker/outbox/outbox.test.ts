import "fake-indexeddb/auto";
import { deriveLinkKeys, verifyMessage } from "@sedge/privacy/link-key";
import {
  AssignBody,
  type OperationId,
  problem,
  type ProblemCode,
  PROTOCOL_VERSION,
  SignedEnvelope,
  SignedMessage,
} from "@sedge/protocol";
import * as v from "valibot";
import { afterEach, describe, expect, test } from "vitest";
import { indexedDbStore } from "../storage/indexed-db-store.ts";
import type { Store } from "../storage/store.ts";
import { edgeClock } from "../wire/edge-clock.ts";
import type { Send, WireAnswer } from "../wire/wire.ts";
import { type NewOperation, Outbox } from "./outbox.ts";

const NOW = 1_795_000_000_000;
const keys = await deriveLinkKeys(new Uint8Array(64).fill(3), "demo", 1);
const signing = [{ token: keys.token, signingKey: keys.signingKey }];
const otherKeys = await deriveLinkKeys(new Uint8Array(64).fill(4), "demo", 1);
const otherSigning = [{ token: otherKeys.token, signingKey: otherKeys.signingKey }];
const receipt = { purposes: ["classify" as const, "link" as const], policyVersion: "2026-11", day: "2026-11-21" };
const link: NewOperation = { action: "link", keys: signing, receipt };
const assign = (path: string): NewOperation => {
  const body = v.parse(AssignBody, { channel: "web", codeword: { generation: 0, path } });
  return { action: "assign", body, keys: signing, receipt };
};

/** The edge as the outbox sees it: remembers what it was sent, and answers as configured. */
class Edge {
  readonly seen: { route: string; message: SignedMessage; isSigned: boolean }[] = [];
  readonly answers: ((operationId: OperationId) => WireAnswer | Promise<WireAnswer>)[] = [];
  readonly send: Send = async (request) => {
    if (!("route" in request)) throw new Error("the outbox sends to the edge alone");
    const { message, signatures } = v.parse(SignedEnvelope, request.body);
    const parsed = v.parse(SignedMessage, JSON.parse(message));
    const [first] = signatures;
    const isSigned = first !== undefined && (await verifyMessage(first.token, message, first.signature));
    this.seen.push({ route: request.route, message: parsed, isSigned });
    return (this.answers.shift() ?? linked)(parsed.operationId);
  };
}
const answer = (status: number, body: unknown, retryAfterSeconds?: number): WireAnswer => ({
  status,
  bytes: new TextEncoder().encode(JSON.stringify(body)),
  retryAfterSeconds,
});
const cluster = { clusterId: "c1", clusterName: "one look", generation: 0, level: 1, confidence: 1, channels: ["web"] };
const linked = (operationId: OperationId) => answer(200, { operationId, tokens: 1, assignment: null });
const assigned = () => answer(200, cluster);
const refused = (code: ProblemCode, now?: number) => () => {
  const document = problem(code, now === undefined ? {} : { now });
  return answer(document.status, document);
};
const offline = () => ({ status: -1, bytes: new Uint8Array(), retryAfterSeconds: undefined });

const outboxes: Outbox[] = [];
afterEach(() => {
  for (const outbox of outboxes.splice(0)) outbox.stop();
});

/** An outbox as one tab has it. */
function tab(store: Store, edge: Edge, now = NOW, settle: () => Promise<void> = () => Promise.resolve()) {
  const [settled, dropped, outdated]: [string[], string[], true[]] = [[], [], []];
  const [asked, reported, proofs]: [string[], string[], string[]] = [[], [], []];
  const outbox = new Outbox({
    prove: (purpose) => {
      asked.push(purpose);
      return Promise.resolve(proofs.shift());
    },
    report: (code) => void reported.push(code),
    site: "demo",
    store,
    send: edge.send,
    clock: edgeClock(store.values, () => now),
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    alone: (task) => task(),
    onSettled: ({ action }) => {
      settled.push(action);
      return settle();
    },
    onDropped: (_, code) => void dropped.push(code),
    onOutdated: () => void outdated.push(true),
  });
  outboxes.push(outbox);
  return { outbox, settled, dropped, outdated, asked, reported, proofs };
}

let count = 0;
async function setUp() {
  const store = await indexedDbStore(`outbox-${(count += 1)}`);
  const edge = new Edge();
  return { store, edge, ...tab(store, edge) };
}

describe("the outbox", () => {
  test("sends a signed message to the action's route and forgets it once it is settled", async () => {
    const { store, edge, outbox, settled } = await setUp();
    expect(await outbox.perform(link)).toMatchObject({ state: "settled", result: { tokens: 1 } });
    expect(edge.seen).toMatchObject([
      { route: "link", isSigned: true, message: { action: "link", issuedAt: NOW / 1_000 } },
    ]);
    expect([await store.operations.list(), settled]).toEqual([[], ["link"]]);
  });

  test("stores an operation before it is sent, with its keys", async () => {
    const { store, edge, outbox } = await setUp();
    let stored = 0;
    edge.answers.push(async (operationId) => {
      stored = (await store.operations.list()).length;
      return linked(operationId);
    });
    await outbox.perform(link);
    expect(stored).toBe(1);
  });

  test("a tab that closes while sending loses nothing, and the next repeats it under the same id", async () => {
    const { store, edge, outbox } = await setUp();
    edge.answers.push(() => new Promise<WireAnswer>(() => undefined));
    void outbox.perform(link);
    await expect.poll(() => edge.seen.length).toBe(1);
    const next = tab(store, edge);
    await next.outbox.flush();
    const [first, second] = edge.seen.map(({ message }) => message);
    expect(second?.operationId).toBe(first?.operationId);
    expect(second?.nonce).not.toBe(first?.nonce);
    expect([next.settled, await store.operations.list()]).toEqual([["link"], []]);
  });

  test.each([
    ["dies", () => new Promise<never>(() => undefined)],
    ["fails", () => Promise.reject(new Error("disk full"))],
  ])(
    "a tab that %s while it stores the answer loses nothing, and the next repeats it under the same id",
    async (_, die) => {
      const { store, edge } = await setUp();
      const dying = tab(store, edge, NOW, die);
      dying.outbox.perform(link).catch(() => undefined);
      await expect.poll(() => dying.settled).toEqual(["link"]);
      expect(await store.operations.list()).toHaveLength(1);
      const next = tab(store, edge);
      await next.outbox.flush();
      expect([next.settled, await store.operations.list()]).toEqual([["link"], []]);
      const [first, second] = edge.seen.map(({ message }) => message.operationId);
      expect([edge.seen.length, second]).toEqual([2, first]);
    },
  );

  test("offline it waits, and sends once when the network is back", async () => {
    const { store, edge, outbox, settled } = await setUp();
    edge.answers.push(offline, linked);
    expect(await outbox.perform(link)).toEqual({ state: "waiting" });
    await outbox.flush();
    expect(edge.seen).toHaveLength(1);
    await outbox.flush(true);
    expect([edge.seen.length, settled, await store.operations.list()]).toEqual([2, ["link"], []]);
    expect(new Set(edge.seen.map(({ message }) => message.operationId)).size).toBe(1);
  });

  test("a wrong clock is corrected by the edge's, and stays corrected", async () => {
    const { store, edge, outbox } = await setUp();
    edge.answers.push(refused("stale-request", 1_795_009_999), linked);
    expect((await outbox.perform(link)).state).toBe("settled");
    expect(edge.seen.map(({ message }) => message.issuedAt)).toEqual([1_795_000_000, 1_795_009_999]);
    const later = tab(store, edge, NOW + 60_000);
    await later.outbox.perform(link);
    expect(edge.seen.at(-1)?.message.issuedAt).toBe(1_795_010_059);
  });

  test("a replayed nonce is sent again with another, under the same id", async () => {
    const { edge, outbox } = await setUp();
    edge.answers.push(refused("replayed-request"), linked);
    expect((await outbox.perform(link)).state).toBe("settled");
    const [first, second] = edge.seen.map(({ message }) => message);
    expect([second?.operationId === first?.operationId, second?.nonce === first?.nonce]).toEqual([true, false]);
  });

  test("an operation that can never succeed is dropped and reported", async () => {
    const { store, edge, outbox, dropped } = await setUp();
    edge.answers.push(refused("policy-outdated"));
    expect(await outbox.perform(link)).toEqual({ state: "dropped", code: "policy-outdated" });
    expect([dropped, await store.operations.list()]).toEqual([["policy-outdated"], []]);
  });

  test("an old page that meets a newer edge keeps its queue, sends nothing more, and the next page sends it all", async () => {
    const { store, edge, outbox, dropped, outdated } = await setUp();
    edge.answers.push(refused("unsupported-version"));
    expect(await outbox.perform(link)).toEqual({ state: "waiting" });
    expect(await outbox.perform({ action: "erase", keys: otherSigning, receipt })).toEqual({ state: "waiting" });
    await outbox.flush(true);
    expect([edge.seen.length, dropped, outdated]).toEqual([1, [], [true]]);
    const waiting = (await store.operations.list()).toSorted((a, b) => a.enteredAt - b.enteredAt);
    expect(waiting.map(({ action, attempts }) => [action, attempts])).toEqual([
      ["link", 0],
      ["erase", 0],
    ]);
    for (const entry of waiting) expect(Object.keys(entry)).not.toContain("version");
    edge.answers.push(linked, (operationId) => answer(200, { operationId, tokens: 1, edges: 0, observations: 0 }));
    const next = tab(store, edge);
    await next.outbox.flush();
    expect([next.settled, await store.operations.list()]).toEqual([["link", "erase"], []]);
    const sent = edge.seen.slice(1).map(({ isSigned, message }) => [isSigned, message.version, message.operationId]);
    expect(sent).toEqual(waiting.map(({ operationId }) => [true, PROTOCOL_VERSION, operationId]));
  });

  test("a newer codeword takes the place of the one that waits", async () => {
    const { edge, outbox } = await setUp();
    edge.answers.push(offline);
    await outbox.perform(assign("1"));
    edge.answers.push(assigned);
    expect((await outbox.perform(assign("1.2"))).state).toBe("settled");
    await outbox.flush(true);
    const paths = edge.seen.map(({ message }) => (message.action === "assign" ? message.body.codeword.path : ""));
    expect(paths).toEqual(["1", "1.2"]);
  });

  test("an assignment does not overtake the link that it rests on", async () => {
    const { edge, outbox } = await setUp();
    edge.answers.push(offline, linked, assigned);
    await outbox.perform(link);
    expect(await outbox.perform(assign("1"))).toEqual({ state: "waiting" });
    await outbox.flush(true);
    expect(edge.seen.map(({ route }) => route)).toEqual(["link", "link", "assign"]);
  });

  test("a ledger that can't be written stops this try, and not the next", async () => {
    const { store, edge, outbox } = await setUp();
    edge.answers.push(() => Promise.reject(new Error("disk full")));
    await expect(outbox.perform(link)).rejects.toThrow("disk full");
    expect(await store.operations.list()).toHaveLength(1);
    await outbox.flush();
    expect(await store.operations.list()).toEqual([]);
  });
});

describe("a proof of control", () => {
  const [one, two] = ["a", "b"].map((letter) => `${letter}.${letter}.${letter.repeat(86)}`) as [string, string];
  const erase: NewOperation = { action: "erase", keys: signing, receipt };
  const erased = (operationId: OperationId) => answer(200, { operationId, tokens: 1, edges: 0, observations: 0 });
  const sent = ({ seen }: Edge) => seen.map(({ message }) => ("proof" in message ? message.proof : undefined));

  test("is asked for when a link joins two profiles, and not before", async () => {
    const { edge, outbox, asked, proofs } = await setUp();
    proofs.push(one);
    await outbox.perform(link);
    expect([sent(edge), asked]).toEqual([[undefined], []]);
    edge.answers.push(refused("proof-required"), linked);
    expect((await outbox.perform(link)).state).toBe("settled");
    expect([sent(edge), asked]).toEqual([[undefined, undefined, one], ["join"]]);
  });

  test.each([
    ["none", [], "proof-required"],
    ["a stale one", [one], "bad-proof-of-control"],
  ])("a link that needs one and has %s is dropped with one problem, and not sent again", async (_, given, code) => {
    const { store, edge, outbox, dropped, proofs } = await setUp();
    proofs.push(...given);
    edge.answers.push(refused("proof-required"), refused("bad-proof-of-control"));
    expect(await outbox.perform(link)).toEqual({ state: "dropped", code });
    await outbox.flush(true);
    expect([edge.seen.length, dropped, await store.operations.list()]).toEqual([1 + given.length, [code], []]);
  });

  test("comes with an erasure from the first, a new one with each try, and is stored nowhere", async () => {
    const { store, edge, outbox, asked, proofs } = await setUp();
    proofs.push(one, two);
    edge.answers.push(offline, erased);
    expect(await outbox.perform(erase)).toEqual({ state: "waiting" });
    expect(JSON.stringify(await store.operations.list())).not.toContain(one);
    await outbox.flush(true);
    expect([sent(edge), asked]).toEqual([
      [one, two],
      ["erase", "erase"],
    ]);
  });

  test("that is refused with an erasure is reported, and the erasure goes on as a request", async () => {
    const { edge, outbox, reported, dropped, proofs } = await setUp();
    proofs.push(one);
    edge.answers.push(refused("bad-proof-of-control"), erased);
    expect((await outbox.perform(erase)).state).toBe("settled");
    expect([sent(edge), reported, dropped]).toEqual([[one, undefined], ["bad-proof-of-control"], []]);
  });
});
