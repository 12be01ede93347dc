import { signReceipt, verifyReceipt } from "@sedge/privacy/link-key";
import { MAX_RECEIPTS_AT_ONCE, ReceiptExport, type SignedReceipt } from "@sedge/protocol";
import { env, exports } from "cloudflare:workers";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { admin } from "../../../test/operator.ts";
import { envelope, message, post, problem, problemOf, proofFor, RECEIPT, somebody } from "../../../test/visitor.ts";
import { tokenDigest } from "../identity/operations/short-memory.ts";
import { keepReceipt } from "../receipts.ts";

const hashOf = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, "0")).join("");
type Keys = Awaited<ReturnType<typeof somebody>>;

async function send(action: "link" | "erase", keys: Keys, receipt: SignedReceipt, receiptSignature: string) {
  const { message: text, signatures } = await envelope(
    [keys],
    message(action, { receipt, ...(await proofFor(action, [keys])) }),
  );
  return post(action, { message: text, signatures: signatures.map((one) => ({ ...one, receiptSignature })) });
}
const console = (path: string) => admin(path, undefined, (request) => exports.default.fetch(request));
const exported = async (sha256: string, after = "") =>
  v.parse(ReceiptExport, await (await console(`receipts/${sha256}?after=${after}`)).json());

describe("the receipts of a privacy text", () => {
  test("have the token's signature of the receipt alone, and no token", async () => {
    const [policySha256, keys] = [hashOf(), await somebody()];
    const receipt: SignedReceipt = { ...RECEIPT, policySha256, source: "api" };
    expect((await send("link", keys, receipt, await signReceipt(keys, "demo", receipt))).status).toBe(200);
    const other = { keys: await somebody(), receipt: { ...receipt, policySha256: hashOf() } };
    await send("link", other.keys, other.receipt, await signReceipt(other.keys, "demo", other.receipt));
    const { receipts, next } = await exported(policySha256);
    const subject = await tokenDigest(keys.token);
    expect([receipts, next]).toEqual([[{ subject, receipt, signature: expect.any(String) }], null]);
    expect(JSON.stringify(receipts)).not.toContain(keys.token);
    const [one] = receipts;
    expect(await verifyReceipt(keys.token, "demo", receipt, one?.signature ?? "")).toBe(true);
    expect(await verifyReceipt(keys.token, "demo", { ...receipt, day: "2026-11-20" }, one?.signature ?? "")).toBe(
      false,
    );
    expect(await verifyReceipt(keys.token, "other", receipt, one?.signature ?? "")).toBe(false);
  });

  test("take no signature that is not the token's, of this receipt", async () => {
    const [policySha256, keys, other] = [hashOf(), await somebody(), await somebody()];
    const receipt: SignedReceipt = { ...RECEIPT, policySha256 };
    const wrong = [await signReceipt(other, "demo", receipt), await signReceipt(keys, "demo", RECEIPT)];
    for (const signature of wrong) {
      expect(await problemOf(await send("link", keys, receipt, signature))).toEqual(problem(401, "bad-signature"));
    }
    expect((await exported(policySha256)).receipts).toEqual([]);
  });

  test("end as the edge's receipts do: an erasure leaves that of the withdrawal", async () => {
    const [policySha256, keys] = [hashOf(), await somebody()];
    const receipt: SignedReceipt = { ...RECEIPT, policySha256 };
    const withdrawal: SignedReceipt = { ...receipt, purposes: [] };
    await send("link", keys, receipt, await signReceipt(keys, "demo", receipt));
    await send("erase", keys, withdrawal, await signReceipt(keys, "demo", withdrawal));
    const kept = async () => (await exported(policySha256)).receipts.map((one) => one.receipt);
    await expect.poll(kept).toEqual([withdrawal]);
  });

  test("come in parts, each person's together", async () => {
    const [policySha256, keys] = [hashOf(), await somebody()];
    const tokens = Array.from({ length: MAX_RECEIPTS_AT_ONCE + 5 }, () => keys.token);
    const subjects = tokens.map((_, index) => index.toString(16).padStart(64, "0"));
    const insert = env.DB.prepare(
      "INSERT INTO receipts VALUES ('demo', ?, 'classify,link', '2026-11', '2026-11-21', ?, '')",
    );
    await env.DB.batch(subjects.map((subject) => insert.bind(subject, JSON.stringify({ policySha256 }))));
    const first = await exported(policySha256);
    const second = await exported(policySha256, first.next ?? "");
    expect([...first.receipts, ...second.receipts].map(({ subject }) => subject)).toEqual(subjects);
    expect(second.next).toBeNull();
  });

  test("are the operator's alone, and a bound token's have no signature of another", async () => {
    const [policySha256, keys] = [hashOf(), await somebody()];
    expect(await problemOf(await console("receipts/none"))).toMatchObject({ code: "malformed-request" });
    await keepReceipt(env.DB, "demo", [keys.token], { ...RECEIPT, policySha256 });
    expect((await exported(policySha256)).receipts.map(({ signature }) => signature)).toEqual([null]);
  });
});
