import { MAX_BODY_BYTES, MAX_CLOCK_SKEW_SECONDS, MIN_SUPPORTED_VERSION, PROTOCOL_VERSION } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { storage } from "../../test/shards.ts";
import { act, envelope, message, post, problem, problemOf, randomText, RECEIPT, somebody } from "../../test/visitor.ts";

const now = () => Math.floor(Date.now() / 1_000);

/** Everything that any refusal must leave as it was; nonces apart, which a good signature earns. */
async function expectNothingStored({ nonces = 0 } = {}): Promise<void> {
  const { nonces: seen, ...tables } = await storage();
  for (const rows of Object.values(tables)) expect(rows).toEqual([]);
  expect(seen).toHaveLength(nonces);
  expect((await env.DB.prepare("SELECT * FROM receipts").all()).results).toEqual([]);
}

describe("is refused, and stores nothing:", () => {
  test("a signature over other bytes, another's, or none", async () => {
    const [ann, bob] = await Promise.all([somebody(), somebody()]);
    const good = await envelope([ann], message("link"));
    const other = await envelope([ann], message("link"));
    const bobs = await envelope([bob], JSON.parse(good.message));
    const [signature] = good.signatures;
    const forgeries = [
      { ...good, message: `${good.message} ` },
      { ...good, signatures: other.signatures },
      { ...good, signatures: [{ ...signature, token: bob.token }] },
      { ...good, signatures: [{ ...signature, signature: bobs.signatures[0]?.signature }] },
      { ...good, signatures: [...good.signatures, { token: bob.token, signature: signature?.signature }] },
      { ...good, signatures: [{ ...signature, signature: "A".repeat(86) }] },
      { ...good, signatures: [{ token: "A".repeat(43), signature: "A".repeat(86) }] },
      // y = 2 is not on the curve; y = 2^255 - 1 is not below the field's prime.
      { ...good, signatures: [{ token: `Ag${"A".repeat(41)}`, signature: signature?.signature }] },
      { ...good, signatures: [{ token: `${"_".repeat(42)}8`, signature: signature?.signature }] },
    ];
    for (const forgery of forgeries) {
      expect(await problemOf(await post("link", forgery))).toEqual(problem(401, "bad-signature"));
    }
    await expectNothingStored();
  });

  test("a message for another site, action or version, or that is no message", async () => {
    const ann = await somebody();
    const wrong: [object, string][] = [
      [{ site: "other" }, "malformed-request"],
      [{ action: "erase" }, "malformed-request"],
      [{ extra: 1 }, "malformed-request"],
      [{ nonce: "short" }, "malformed-request"],
      [{ receipt: { ...RECEIPT, visitor: "x" } }, "malformed-request"],
    ];
    for (const [changes, code] of wrong) {
      expect(await problemOf(await act("link", [ann], changes))).toEqual(problem(400, code));
    }
    for (const version of [MIN_SUPPORTED_VERSION - 1, PROTOCOL_VERSION + 1]) {
      expect(await (await act("link", [ann], { version })).json()).toMatchObject({
        code: "unsupported-version",
        supported: { min: MIN_SUPPORTED_VERSION, max: PROTOCOL_VERSION },
      });
    }
    const text = await envelope([ann], message("link"));
    expect(await problemOf(await post("assign", text))).toEqual(problem(400, "malformed-request"));
    await expectNothingStored();
    expect((await act("link", [ann], { version: MIN_SUPPORTED_VERSION })).status).toBe(200);
  });

  test("a clock too far off, either way; the answer states the edge's time", async () => {
    const ann = await somebody();
    for (const issuedAt of [now() - MAX_CLOCK_SKEW_SECONDS - 5, now() + MAX_CLOCK_SKEW_SECONDS + 5]) {
      const response = await act("link", [ann], { issuedAt });
      expect(response.status).toBe(401);
      const document = await response.json<{ code: string; now: number }>();
      expect(document.code).toBe("stale-request");
      expect(Math.abs(document.now - now())).toBeLessThan(10);
    }
    await expectNothingStored();
    for (const issuedAt of [now() - MAX_CLOCK_SKEW_SECONDS + 5, now() + MAX_CLOCK_SKEW_SECONDS - 5]) {
      expect((await act("link", [ann], { issuedAt })).status).toBe(200);
    }
  });

  test("a receipt without link, or for another text", async () => {
    const ann = await somebody();
    for (const action of ["link", "assign"] as const) {
      const body = action === "assign" ? { body: { channel: "web", codeword: { generation: 0, path: "" } } } : {};
      const withheld = { ...RECEIPT, purposes: ["classify", "learn"] };
      expect(await problemOf(await act(action, [ann], { ...body, receipt: withheld }))).toEqual(
        problem(403, "consent-required"),
      );
      const outdated = { ...RECEIPT, policyVersion: "2025-01" };
      expect(await problemOf(await act(action, [ann], { ...body, receipt: outdated }))).toEqual(
        problem(403, "policy-outdated"),
      );
    }
    await expectNothingStored({ nonces: 4 });
  });

  test("bodies of every wrong shape", async () => {
    const ann = await somebody();
    const good = await envelope([ann], message("link"));
    const bodies = [
      "",
      "{",
      "null",
      "[]",
      "\u0000",
      '{"message":1}',
      JSON.stringify({ ...good, more: 1 }),
      JSON.stringify({ ...good, signatures: [] }),
    ];
    for (const body of bodies)
      expect(await problemOf(await post("link", body))).toEqual(problem(400, "malformed-request"));
    const binary = { body: new Uint8Array([0x22, 0xff, 0x22]) };
    expect(await problemOf(await post("link", "", binary))).toEqual(problem(400, "malformed-request"));
    await expectNothingStored();
  });

  test("a body that is too large, with and without a content length", async () => {
    const large = JSON.stringify({ message: "x".repeat(MAX_BODY_BYTES) });
    expect(await problemOf(await post("link", large))).toEqual(problem(413, "body-too-large"));
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1_024).fill(0x20)),
    });
    expect(await problemOf(await post("link", "", { body: endless }))).toEqual(problem(413, "body-too-large"));
    const justRight = " ".repeat(MAX_BODY_BYTES);
    expect(await problemOf(await post("link", justRight))).toEqual(problem(400, "malformed-request"));
  });

  test("another media type", async () => {
    const body = JSON.stringify(await envelope([await somebody()], message("link")));
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", ""]) {
      const headers = { origin: "http://localhost:1", "content-type": type };
      expect(await problemOf(await post("link", body, { headers }))).toEqual(problem(415, "unsupported-media-type"));
    }
    const headers = { "content-type": "Application/JSON; charset=UTF-8" };
    expect((await post("link", body, { headers })).status).toBe(200);
  });
});

test("what did not match is named, and what was sent is not repeated", async () => {
  const canary = "canary-zanzibar";
  const bodies = [
    { [canary]: 1 },
    { message: canary, signatures: canary },
    { message: "{}", signatures: [{ token: canary, signature: canary, [canary]: canary }] },
  ];
  for (const body of bodies) {
    const text = await (await post("link", body)).text();
    expect(text).not.toContain(canary);
    expect(JSON.parse(text).errors.length).toBeGreaterThan(0);
  }
});

describe("a visitor who has withdrawn", () => {
  test("may still look, leave and erase, and the receipt of that is kept", async () => {
    const ann = await somebody();
    await act("link", [ann]);
    const receipt = { purposes: [], policyVersion: "before-2020", day: "2026-11-22" };
    for (const action of ["export", "unlink", "erase"] as const) {
      expect((await act(action, [ann], { receipt })).status).toBe(200);
    }
    const { results } = await env.DB.prepare("SELECT purposes, policy_version, day FROM receipts ORDER BY day").all();
    // The erasure has ended the consent.
    expect(results).toEqual([{ purposes: "", policy_version: "before-2020", day: "2026-11-22" }]);
  });
});

test("a receipt is kept once for each token, purposes, text and day", async () => {
  const people = await Promise.all([somebody(), somebody()]);
  await act("link", people);
  await act("link", people, { operationId: randomText(16), receipt: { ...RECEIPT, purposes: ["link", "classify"] } });
  const rows = async () => (await env.DB.prepare("SELECT * FROM receipts").all()).results;
  expect(await rows()).toHaveLength(2);
  await act("link", people, { receipt: { ...RECEIPT, day: "2026-11-22" } });
  expect(await rows()).toHaveLength(4);
});
