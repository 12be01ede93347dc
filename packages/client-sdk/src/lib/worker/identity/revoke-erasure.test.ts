import { deriveLinkKeys, verifyMessage } from "@sedge/privacy/link-key";
import { KeyEpoch, type LinkToken, OperationId, problem, SignedEnvelope, SignedMessage } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import type { Platform } from "../platform.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Operation } from "../outbox/operation.ts";
import { memoryStore } from "../storage/memory-store.ts";
import { edgeClock } from "../wire/edge-clock.ts";
import type { GivenConsent } from "../wire/consent-gate.ts";
import type { Send, WireAnswer } from "../wire/wire.ts";
import { revokeErasure } from "./revoke-erasure.ts";

const EPOCH = v.parse(KeyEpoch, 1);
const NOW = 1_795_000_000_000;
const RECEIPT = { purposes: ["classify" as const, "link" as const], policyVersion: "2026-11", day: "2026-11-21" };
const email = await deriveLinkKeys(new Uint8Array(64).fill(3), "demo", 1);
const phone = await deriveLinkKeys(new Uint8Array(64).fill(4), "demo", 1);
const [first, second] = ["A", "B"].map((letter) => v.parse(OperationId, letter.repeat(21) + "A"));
if (!first || !second) throw new Error("two operations");

const answer = (status: number, body: unknown): WireAnswer => ({
  status,
  bytes: new TextEncoder().encode(JSON.stringify(body)),
  retryAfterSeconds: undefined,
});

/** A device, and an edge that has filed requests by token: it takes back what a signing token has asked for by that operation. */
async function device(filed: ReadonlyMap<LinkToken, OperationId>, remembered: readonly OperationId[]) {
  const store = memoryStore();
  const open = new Map(filed);
  let edgeAnswers: ((message: SignedMessage) => WireAnswer)[] = [];
  const send: Send = async (request) => {
    if (!("route" in request) || request.route !== "undo") throw new Error("only an undo is sent");
    const envelope = v.parse(SignedEnvelope, request.body);
    const message = v.parse(SignedMessage, JSON.parse(envelope.message));
    if (message.action !== "undo") throw new Error("only an undo is sent");
    for (const { token, signature } of envelope.signatures) {
      expect(await verifyMessage(token, envelope.message, signature)).toBe(true);
    }
    const [special, ...later] = edgeAnswers;
    edgeAnswers = later;
    if (special) return special(message);
    const asked = envelope.signatures.filter(({ token }) => open.get(token) === message.body.operationId);
    for (const { token } of asked) open.delete(token);
    if (asked.length === 0) return answer(403, problem("proof-required"));
    return answer(200, { operationId: message.operationId, tokens: 1, assignment: null });
  };
  let mayLink = true;
  const consent = { mayLink: () => mayLink, receipt: () => RECEIPT } as unknown as GivenConsent;
  const platform = { random: (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes)) } as Platform;
  const outbox = { flush: () => Promise.resolve() } as unknown as Outbox;
  const clock = edgeClock(store.values, () => NOW);
  if (remembered.length > 0) {
    await store.values.put("filedErasures", [...remembered]);
    await store.values.put("erasureRequestedUntil", NOW / 1_000 + 86_400);
  }
  return {
    store,
    open,
    answerNext: (...answers: readonly ((message: SignedMessage) => WireAnswer)[]) => (edgeAnswers = [...answers]),
    withdraw: () => (mayLink = false),
    knows: (kind: "email" | "phone", keys: typeof email) => store.keys.put({ kind, epoch: EPOCH, ...keys }),
    revoke: () => revokeErasure({ options: { site: "demo" }, platform, store, send, clock, outbox, consent }),
  };
}

test("a filed erasure is taken back by the same identifier, and the device forgets the request", async () => {
  const one = await device(new Map([[email.token, first]]), [first]);
  await one.knows("email", email);
  expect(await one.revoke()).toEqual({ state: "revoked", revoked: 1, left: 0 });
  expect(one.open.size).toBe(0);
  expect(await one.store.values.get("filedErasures")).toBeUndefined();
  expect(await one.store.values.get("erasureRequestedUntil")).toBeUndefined();
  expect(await one.revoke()).toEqual({ state: "not-found", revoked: 0, left: 0 });
});

test("what another identifier has filed stays filed and remembered until that identifier is there", async () => {
  const filed = new Map([
    [email.token, first],
    [phone.token, second],
  ]);
  const one = await device(filed, [first, second]);
  await one.knows("email", email);
  expect(await one.revoke()).toEqual({ state: "revoked", revoked: 1, left: 1 });
  expect(await one.store.values.get("filedErasures")).toEqual([second]);
  expect(await one.revoke()).toEqual({ state: "not-found", revoked: 0, left: 1 });
  await one.knows("phone", phone);
  expect(await one.revoke()).toEqual({ state: "revoked", revoked: 1, left: 0 });
});

test("without the network nothing is forgotten, and a wrong clock is corrected", async () => {
  const one = await device(new Map([[email.token, first]]), [first]);
  await one.knows("email", email);
  one.answerNext(() => answer(-1, null));
  expect(await one.revoke()).toEqual({ state: "unavailable", revoked: 0, left: 1 });
  const issued: number[] = [];
  one.answerNext(({ issuedAt }) => {
    issued.push(issuedAt);
    return answer(401, problem("stale-request", { now: 1_795_009_999 }));
  });
  expect(await one.revoke()).toMatchObject({ state: "revoked" });
  expect(issued).toEqual([NOW / 1_000]);
});

test("an erasure that waits to be sent is not overtaken", async () => {
  const one = await device(new Map([[email.token, first]]), [first]);
  await one.knows("email", email);
  const { token, signingKey } = email;
  const waiting: Operation = {
    action: "erase",
    operationId: second,
    keys: [{ token, signingKey }],
    receipt: RECEIPT,
    enteredAt: NOW,
    attempts: 0,
    notBefore: 0,
  };
  await one.store.operations.put(waiting);
  expect(await one.revoke()).toEqual({ state: "unavailable", revoked: 0, left: 1 });
  expect(one.open.size).toBe(1);
});

test("it needs `link`, and the identifiers that the erasure has deleted", async () => {
  const one = await device(new Map([[email.token, first]]), [first]);
  await expect(one.revoke()).rejects.toMatchObject({ code: "no-identifier" });
  one.withdraw();
  await expect(one.revoke()).rejects.toMatchObject({ code: "consent-required" });
});
