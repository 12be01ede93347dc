import { connectorSigner } from "@sedge/privacy/connector-key";
import { CONNECTOR_SCOPES, MAX_CONNECTOR_KEYS, MAX_DELIVERY_ITEMS, type ProfileExport } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { executionContext } from "../../../test/context.ts";
import {
  connectorEnvelope,
  connectorOf,
  deliver,
  digestOf,
  exportClusters,
  postDelivery,
  readCluster,
  register,
} from "../../../test/delivery.ts";
import { admin } from "../../../test/operator.ts";
import { filed, JANE } from "../../../test/record.ts";
import { expectSound, storage } from "../../../test/shards.ts";
import {
  act,
  EDGE,
  envelope,
  message,
  problem,
  problemOf,
  randomText,
  RECEIPT,
  somebody,
} from "../../../test/visitor.ts";
import { stopClockAtMinute } from "../../../../operator/test/whole-minute.ts";
import { edgeApp } from "../app.ts";

const TILL = "shop-till";
const ROOT = { generation: 0, path: "" };
const seconds = () => Math.floor(Date.now() / 1_000);
const strangersSigner = () => connectorSigner(crypto.getRandomValues(new Uint8Array(32)));

async function assigned(keys: Awaited<ReturnType<typeof somebody>>, changes: object = {}) {
  return envelope([keys], message("assign", { body: { channel: TILL, codeword: ROOT }, ...changes }));
}

describe("a delivery", () => {
  test("follows records, links, codewords and withdrawals, each by itself, in the order in which they came", async () => {
    const [ann, card, crm] = await Promise.all([somebody(), somebody(), somebody()]);
    const results = await deliver(TILL, [
      await filed({ keys: crm, person: JANE, channel: TILL, identifiers: [[ann, "email"]] }),
      await assigned(ann, { operationId: "A".repeat(22) }),
      { ...(await assigned(card)), message: "{}" },
      await envelope([ann, card], message("link", { kinds: { [card.token]: "loyalty" } })),
    ]);
    expect(results).toMatchObject([{ edges: 1 }, { operationId: "A".repeat(22) }, { code: "bad-signature" }, {}]);
    const read = await (await act("export", [ann])).json<ProfileExport>();
    expect(read.tokens.toSorted()).toEqual([ann.token, card.token, crm.token].sort());
    expect(read.observations).toMatchObject([{ channel: TILL }]);
    const knownBy = read.knownBy.toSorted((a, b) => (a.token < b.token ? -1 : 1));
    expect(knownBy).toEqual(read.tokens.toSorted().map((token) => ({ token, channel: TILL })));
    const receipt = { ...RECEIPT, purposes: [], day: "2026-11-22" };
    const [left] = await deliver(TILL, [await envelope([crm], message("unlink", { receipt }))]);
    expect(left).toMatchObject({ tokens: 1 });
    const { registered, records } = await storage();
    expect(registered.map(({ token }) => token)).not.toContain(crm.token);
    expect(records).toEqual([]);
    await expectSound();
  });

  test("is applied once, however often its items come", async () => {
    const [ann, operationId] = [await somebody(), randomText(16)];
    const first = await deliver(TILL, [await assigned(ann, { operationId })]);
    await deliver(TILL, [await assigned(ann, { operationId })]);
    expect(await deliver(TILL, [await assigned(ann, { operationId })])).toEqual(first);
    const item = await assigned(ann);
    expect(await deliver(TILL, [item, item])).toMatchObject([{ tokens: 1 }, { code: "replayed-request" }]);
  });

  test("accepts codewords of the key's own channel, and of pages for theirs", async () => {
    const ann = await somebody();
    const foreign = await envelope([ann], message("assign", { body: { channel: "email", codeword: ROOT } }));
    const record = await filed({ keys: ann, person: JANE, channel: "call-centre" });
    expect(await deliver(TILL, [foreign, record])).toEqual([{ code: "wrong-channel" }, { code: "wrong-channel" }]);
    const page = await act("assign", [ann], { body: { channel: TILL, codeword: ROOT } });
    expect(await problemOf(page)).toEqual(problem(403, "wrong-channel"));
    expect((await storage()).members).toEqual([]);
  });

  test("needs each person's consent, and stores nothing without it", async () => {
    const [ann, bob, cleo] = await Promise.all([somebody(), somebody(), somebody()]);
    await act("erase", [cleo], { receipt: { ...RECEIPT, purposes: [] } });
    const results = await deliver(TILL, [
      await assigned(ann, { receipt: { ...RECEIPT, purposes: ["classify"] } }),
      await assigned(bob, { receipt: { ...RECEIPT, policyVersion: "2020-01" } }),
      await assigned(cleo),
    ]);
    expect(results.map((one) => "code" in one && one.code)).toEqual([
      "consent-required",
      "policy-outdated",
      "consent-withdrawn",
    ]);
    const { members, registered } = await storage();
    expect([members, registered]).toEqual([[], []]);
  });

  test("of none, of too many, or of other items than its signature names is refused whole", async () => {
    const signer = await connectorOf(TILL);
    const [ann, eve] = [await assigned(await somebody()), await assigned(await somebody())];
    expect(await problemOf(await postDelivery(signer, TILL, []))).toEqual(problem(400, "malformed-request"));
    const many = Array.from({ length: MAX_DELIVERY_ITEMS + 1 }, () => ann);
    expect(await problemOf(await postDelivery(signer, TILL, many))).toEqual(problem(400, "malformed-request"));
    const connector = await connectorEnvelope(signer, "deliver", TILL, { digest: await digestOf([ann]) });
    for (const items of [[eve], [ann, eve], [eve, ann]]) {
      const request = new Request(`${EDGE}/v1/sites/demo/deliveries`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ connector, items }),
      });
      const response = await edgeApp().fetch(request, env, executionContext());
      expect(await problemOf(response)).toEqual(problem(401, "bad-signature"));
    }
    expect((await storage()).members).toEqual([]);
  });
});

describe("a connector's key", () => {
  test("that is unknown, or of another channel, delivers and reads nothing", async () => {
    const [stranger, till, ann] = [await strangersSigner(), await connectorOf(TILL), await somebody()];
    const refused = problem(401, "unauthorised-connector");
    expect(await problemOf(await postDelivery(stranger, TILL, [await assigned(ann)]))).toEqual(refused);
    expect(await problemOf(await postDelivery(till, "email", [await assigned(ann)]))).toEqual(refused);
    expect(await problemOf(await readCluster(stranger, TILL, ann.token))).toEqual(refused);
    expect(await problemOf(await exportClusters(stranger, TILL))).toEqual(refused);
    expect((await storage()).members).toEqual([]);
  });

  test("does what its scopes say, and each is refused without", async () => {
    const [signer, ann] = [await strangersSigner(), await somebody()];
    const without = (scope: string) => CONNECTOR_SCOPES.filter((one) => one !== scope);
    const asked = {
      read: async () => problemOf(await readCluster(signer, TILL, ann.token)),
      export: async () => problemOf(await exportClusters(signer, TILL)),
    };
    await register(signer, { channel: TILL, scopes: without("read") });
    expect(await asked.read()).toEqual(problem(403, "scope-missing"));
    expect(await asked.export()).toEqual(problem(403, "scope-missing"));
    await register(signer, { channel: TILL, scopes: ["evaluate", "read"] });
    expect(await problemOf(await postDelivery(signer, TILL, [await assigned(ann)]))).toEqual(
      problem(403, "scope-missing"),
    );
    // Some items need one scope, others another.
    const ballot = async () => envelope([ann], message("ballot", { body: { round: randomText(16), blinded: "" } }));
    await register(signer, { channel: TILL, scopes: ["contribute"] });
    const results = await (await postDelivery(signer, TILL, [await assigned(ann), await ballot()])).json();
    expect(results).toMatchObject({ results: [{ code: "scope-missing" }, { code: "malformed-request" }] });
    expect((await storage()).members).toEqual([]);
    await register(signer, { channel: TILL, scopes: ["link"] });
    expect((await postDelivery(signer, TILL, [await assigned(ann)])).status).toBe(200);
    expect((await storage()).members).toHaveLength(1);
  });

  test("is followed by another without a gap, and ends with its time or at once", async () => {
    const signers = await Promise.all(Array.from({ length: MAX_CONNECTOR_KEYS }, strangersSigner));
    for (const signer of signers) await register(signer, { channel: TILL });
    for (const signer of signers) {
      expect((await postDelivery(signer, TILL, [await assigned(await somebody())])).status).toBe(200);
    }
    const [one, two] = signers;
    if (!one || !two) throw new Error("there are several");
    await register(one, { channel: TILL, notAfter: seconds() - 1 });
    const refused = problem(401, "connector-revoked");
    expect(await problemOf(await postDelivery(one, TILL, [await assigned(await somebody())]))).toEqual(refused);
    expect(await problemOf(await exportClusters(one, TILL))).toEqual(refused);
    expect((await postDelivery(two, TILL, [await assigned(await somebody())])).status).toBe(200);
  });

  test("is valid for one transmission, and the problem names the clock difference", async () => {
    const [signer, ann] = [await connectorOf(TILL), await somebody()];
    const nonce = randomText(16);
    expect((await postDelivery(signer, TILL, [await assigned(ann)], { nonce })).status).toBe(200);
    expect(await problemOf(await postDelivery(signer, TILL, [await assigned(ann)], { nonce }))).toEqual(
      problem(409, "replayed-request"),
    );
    const late = await readCluster(signer, TILL, ann.token, { issuedAt: seconds() - 600 });
    const { code, now } = await late.json<{ code: string; now: number }>();
    expect(code).toBe("stale-request");
    expect(Math.abs(now - seconds())).toBeLessThan(10);
  });

  test("has budgets of items, reads and exports, which the operator sees", async () => {
    stopClockAtMinute();
    const [signer, ann] = [await connectorOf(TILL), await somebody()];
    const tight = { CONNECTOR_ITEMS_PER_MINUTE: "3", CONNECTOR_READS_PER_DAY: "1", CONNECTOR_EXPORTS_PER_DAY: 1 };
    const send = async (request: Request) => edgeApp().fetch(request, { ...env, ...tight }, executionContext());
    const items = async (count: number) => Promise.all(Array.from({ length: count }, () => assigned(ann)));
    expect((await postDelivery(signer, TILL, await items(2), {}, send)).status).toBe(200);
    const over = await postDelivery(signer, TILL, await items(2), {}, send);
    expect(Number(over.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await problemOf(over)).toEqual(problem(429, "connector-budget-spent"));
    expect((await postDelivery(signer, TILL, await items(1), {}, send)).status).toBe(200);
    expect((await readCluster(signer, TILL, ann.token, {}, send)).status).toBe(200);
    expect((await readCluster(signer, TILL, ann.token, {}, send)).status).toBe(429);
    await (await exportClusters(signer, TILL, null, send)).arrayBuffer();
    expect((await exportClusters(signer, TILL, null, send)).status).toBe(429);
    const report = await (await admin("prf-budget", undefined, send)).json();
    const day = { spent: 1, limit: 1 };
    expect(report).toMatchObject({
      connectors: [
        {
          key: signer.key,
          deliveries: { minute: { spent: 3, limit: 3 }, refusedToday: 1 },
          reads: { day, refusedToday: 1 },
          exports: { day, refusedToday: 1 },
        },
      ],
    });
  });
});
