import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Operators } from "@sedge/testbed";
import { Codebook, Manifest, MAX_BODY_BYTES, PROBLEMS, type ProblemCode, PROTOCOL_VERSION } from "@sedge/protocol";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { storedRows } from "@sedge/testbed/stored-rows";
import { addressOf, type EdgeAnswer, post, postInPieces, problemOf } from "./edge-answer.ts";
import { startOperators } from "./operators.ts";
import { envelope, newId, RECEIPT, sendSigned, randomKeys } from "./signed-message.ts";

let operators: Operators;
beforeAll(async () => {
  operators = await startOperators();
  // A site's first request stores what the aggregator publishes.
  expect((await fetch(addressOf(operators.edgeUrl, "manifest"))).status).toBe(200);
});
afterAll(() => operators.stop());

/**
 * Tables that a refused request may change: the nonces of validly signed messages, and the time of the edge's last request
 * for a newer codebook.
 */
const EXCLUDED_TABLES = ["nonces", "refreshes"];

/** The rows that both operators store about people. */
function storedData() {
  const rows = [...storedRows(operators.edge), ...storedRows(operators.aggregator)];
  return rows.filter(({ table }) => !EXCLUDED_TABLES.includes(table));
}

async function isRefused(send: () => Promise<EdgeAnswer>, code: ProblemCode): Promise<unknown> {
  const before = storedData();
  const answer = await send();
  expect(problemOf(answer)).toBe(code);
  expect(answer.status).toBe(PROBLEMS[code].status);
  expect(storedData()).toEqual(before);
  return answer.json;
}

/** Changes the site's row while the Worker is down, as its operator would. */
async function setMinPeople(minPeople: number): Promise<void> {
  const { edge } = operators;
  const sites = storedRows(edge).find(({ table }) => table === "sites");
  await edge.stop();
  const database = new DatabaseSync(join(edge.folder, "state", sites?.file ?? ""));
  database.prepare("UPDATE sites SET min_people = ? WHERE id = 'demo'").run(minPeople);
  database.close();
  await edge.restart();
}

/** A valid element: the group's generator. */
const GENERATOR = "4vKuCmq2zlqXeoFCMUS0XIKv3xLKatMO0vV8-0oXqmA";
const prf = (change: object = {}) => JSON.stringify({ epoch: 1, blinded: [GENERATOR], receipt: RECEIPT, ...change });
const assignment = (change: object = {}) =>
  JSON.stringify({ channel: "web", codeword: { generation: 0, path: "" }, receipt: RECEIPT, ...change });

describe("requests that no SDK would send", () => {
  const toPrf = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    post(addressOf(operators.edgeUrl, "prf"), body, headers);
  const toAssignment = (body: string, headers: Record<string, string> = {}) =>
    post(addressOf(operators.edgeUrl, "assignment"), body, headers);

  test("refuses malformed bodies and fields, and names fields without their values", async () => {
    await isRefused(() => toPrf("{"), "malformed-request");
    await isRefused(() => toPrf(Uint8Array.of(0x22, 0xff, 0xfe, 0x22)), "malformed-request");
    const problem = await isRefused(
      () => toAssignment(assignment({ email: "me@example.org", channel: "carrier-pigeon" })),
      "malformed-request",
    );
    expect(JSON.stringify(problem)).toContain("channel");
    expect(JSON.stringify(problem)).not.toMatch(/me@example|pigeon/);
    await isRefused(() => toPrf(prf({ blinded: [] })), "malformed-request");
    await isRefused(() => toPrf(prf({ blinded: Array.from({ length: 5 }, () => GENERATOR) })), "malformed-request");
    await isRefused(() => toAssignment(assignment({ codeword: { generation: 0, path: "01" } })), "malformed-request");
    await isRefused(() => toPrf("[".repeat(16_000)), "malformed-request");
  });

  test("refuses other media types and oversized bodies, also without a content length", async () => {
    await isRefused(() => toPrf(prf(), { "content-type": "text/plain" }), "unsupported-media-type");
    const tooLong = " ".repeat(MAX_BODY_BYTES + 1 - prf().length) + prf();
    expect(tooLong).toHaveLength(MAX_BODY_BYTES + 1);
    await isRefused(() => toPrf(tooLong), "body-too-large");
    const unannounced = () =>
      postInPieces(addressOf(operators.edgeUrl, "prf"), [tooLong.slice(0, 10_000), tooLong.slice(10_000)]);
    await isRefused(unannounced, "body-too-large");
    expect((await toPrf(tooLong.slice(1))).status).toBe(200);
  });

  test("refuses invalid group elements and keys of another epoch", async () => {
    for (const bytes of [Buffer.alloc(32), Buffer.alloc(32, 0xff), Buffer.from([1, ...Buffer.alloc(31)])]) {
      await isRefused(() => toPrf(prf({ blinded: [GENERATOR, bytes.toString("base64url")] })), "bad-group-element");
    }
    await isRefused(() => toPrf(prf({ epoch: 2 })), "key-epoch-changed");
  });

  test("refuses requests without the required consent or under another policy version", async () => {
    await isRefused(() => toPrf(prf({ receipt: { ...RECEIPT, purposes: ["classify"] } })), "consent-required");
    await isRefused(() => toAssignment(assignment({ receipt: { ...RECEIPT, purposes: [] } })), "consent-required");
    await isRefused(
      () => toAssignment(assignment({ receipt: { ...RECEIPT, policyVersion: "2020-01" } })),
      "policy-outdated",
    );
  });

  test("refuses other origins, unknown sites, unknown addresses and other methods", async () => {
    await isRefused(() => toAssignment(assignment(), { origin: "https://evil.example" }), "origin-not-allowed");
    await isRefused(
      () => post(addressOf(operators.edgeUrl, "prf").replace("/demo/", "/nobody/"), prf()),
      "unknown-site",
    );
    await isRefused(() => post(`${operators.edgeUrl}/v1/sites/demo/everything`, "{}"), "not-found");
    await isRefused(() => post(addressOf(operators.edgeUrl, "manifest"), "{}"), "method-not-allowed");
    await isRefused(() => post(`${operators.aggregatorUrl}/v1/sites/demo/prf`, prf()), "unauthorised-operator");
  });

  test("refuses codewords that name no cell", async () => {
    const path = (path: string) => assignment({ codeword: { generation: 0, path } });
    await isRefused(() => toAssignment(path("63.63.63")), "unknown-codeword");
    await isRefused(() => toAssignment(assignment({ codeword: { generation: 7, path: "" } })), "unknown-codeword");
  });

  test("refuses codewords of cells with fewer than k people after a site raises k", async () => {
    const manifest = v.parse(Manifest, await (await fetch(addressOf(operators.edgeUrl, "manifest"))).json());
    const address = addressOf(operators.edgeUrl, "codebook").replace(":sha256", manifest.codebook.sha256);
    const { cells } = v.parse(Codebook, await (await fetch(address)).json());
    const smallest = cells.reduce((one, other) => (other.count < one.count ? other : one));
    const body = assignment({ codeword: { generation: 0, path: smallest.path } });
    expect((await toAssignment(body)).status).toBe(200);
    await setMinPeople(Math.floor(smallest.count) + 1);
    await isRefused(() => toAssignment(body), "below-minimum-people");
    expect((await toAssignment(assignment())).status).toBe(200);
    await setMinPeople(manifest.minPeople);
  });
});

describe("invalid signed messages", () => {
  const toLink = (body: string) => post(addressOf(operators.edgeUrl, "link"), body);

  test("refuses a changed message, a wrong key, and missing or repeated signatures", async () => {
    const [keys, others] = await Promise.all([randomKeys(), randomKeys()]);
    const honest = await envelope({ action: "link", keys: [keys] });
    await isRefused(() => toLink(honest.replace("classify", "classifi")), "bad-signature");
    await isRefused(() => toLink(honest.replace(keys.token, others.token)), "bad-signature");
    await isRefused(() => toLink(honest.replace(keys.token, "A".repeat(43))), "bad-signature");
    const { message, signatures } = v.parse(
      v.object({ message: v.string(), signatures: v.array(v.object({ token: v.string(), signature: v.string() })) }),
      JSON.parse(await envelope({ action: "link", keys: [keys, others] })),
    );
    const [first, second] = signatures;
    const forged = [first, { ...second, signature: first?.signature }];
    await isRefused(() => toLink(JSON.stringify({ message, signatures: forged })), "bad-signature");
    await isRefused(() => toLink(JSON.stringify({ message, signatures: [first, first] })), "malformed-request");
    await isRefused(() => toLink(JSON.stringify({ message, signatures: [] })), "malformed-request");
  });

  test("refuses stale messages and messages for another version, site or address", async () => {
    const keys = [await randomKeys()];
    const now = Math.floor(Date.now() / 1_000);
    for (const issuedAt of [now - 400, now + 400]) {
      const problem = await isRefused(
        () => sendSigned(operators.edgeUrl, { action: "link", keys, issuedAt }),
        "stale-request",
      );
      const { now: edgeNow } = v.parse(v.object({ now: v.number() }), problem);
      expect(Math.abs(edgeNow - now)).toBeLessThan(30);
    }
    await isRefused(
      () => sendSigned(operators.edgeUrl, { action: "link", keys, version: PROTOCOL_VERSION + 1 }),
      "unsupported-version",
    );
    await isRefused(() => sendSigned(operators.edgeUrl, { action: "link", keys, site: "other" }), "malformed-request");
    const erase = await envelope({ action: "erase", keys });
    await isRefused(() => toLink(erase), "malformed-request");
  });

  test("refuses a replayed message, and repeats the answer to the same operation under a new nonce", async () => {
    const keys = [await randomKeys(), await randomKeys()];
    const operationId = newId();
    const sent = await envelope({ action: "link", keys, operationId });
    const first = await toLink(sent);
    expect(first).toMatchObject({ status: 200, json: { tokens: 2, operationId } });
    const problem = await isRefused(() => toLink(sent), "replayed-request");
    expect(JSON.stringify(problem)).not.toContain(operationId);
    const before = storedData();
    expect((await sendSigned(operators.edgeUrl, { action: "link", keys, operationId })).json).toEqual(first.json);
    expect(storedData()).toEqual(before);
    // Exactly one of several concurrent copies is accepted.
    const copy = await envelope({ action: "link", keys });
    const answers = await Promise.all(Array.from({ length: 6 }, () => toLink(copy)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
  });

  test("refuses messages without consent to link or for an unknown profile", async () => {
    const keys = [await randomKeys()];
    const receipt = { ...RECEIPT, purposes: ["classify" as const] };
    await isRefused(() => sendSigned(operators.edgeUrl, { action: "link", keys, receipt }), "consent-required");
    await isRefused(() => sendSigned(operators.edgeUrl, { action: "export", keys }), "unknown-profile");
    await isRefused(() => sendSigned(operators.edgeUrl, { action: "unlink", keys }), "unknown-profile");
    const body = { channel: "web", codeword: { generation: 0, path: "63" } };
    await isRefused(() => sendSigned(operators.edgeUrl, { action: "assign", keys, body }), "unknown-codeword");
  });
});

describe("too many requests", () => {
  test("refuses one address, and serves another", async () => {
    const address = addressOf(operators.edgeUrl, "assignment");
    const ask = (from: string) => post(address, assignment(), { "cf-connecting-ip": from });
    const answers: EdgeAnswer[] = [];
    while (answers.length < 1_300 && answers.at(-1)?.status !== 429) {
      answers.push(...(await Promise.all(Array.from({ length: 25 }, () => ask("192.0.2.7")))));
    }
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    await isRefused(() => ask("192.0.2.7"), "rate-limited");
    expect((await ask("198.51.100.1")).status).toBe(200);
  });
});
