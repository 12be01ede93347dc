import { codewordOf, emptySession, featureRecord } from "@sedge/features";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { deriveLinkKeys, type LinkKeys } from "@sedge/privacy/link-key";
import { blind, finalize, PrfError } from "@sedge/privacy/prf";
import { prfInput } from "@sedge/privacy/identifier";
import { Assignment, Codebook, Manifest, type PrfResponse } from "@sedge/protocol";
import { env, exports } from "cloudflare:workers";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { executionContext } from "../../test/context.ts";
import { storage } from "../../test/shards.ts";
import { act, address, blindedElement, post, problem, problemOf, RECEIPT, somebody } from "../../test/visitor.ts";
import { edgeApp } from "./app.ts";

const get = (url: string, headers: Record<string, string> = {}) => exports.default.fetch(new Request(url, { headers }));
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const manifestNow = async () => v.parse(Manifest, await (await get(address("manifest"))).json());

async function codebookNow() {
  const { codebook } = await manifestNow();
  const response = await get(address("codebook", { sha256: codebook.sha256 }));
  return { response, sha256: codebook.sha256 };
}

describe("manifest", () => {
  test("contains what a device needs, from the site's row, the secrets and the aggregator", async () => {
    const response = await get(address("manifest"));
    expect(response.headers.get("cache-control")).toBe("public, max-age=60");
    const manifest = v.parse(Manifest, await response.json());
    expect(manifest).toMatchObject({
      site: "demo",
      trustTier: "single-operator",
      minPeople: 50,
      policyVersion: "2026-11",
      prf: { epoch: 1 },
      codebook: { generation: 0 },
    });
    expect(manifest.prf.aggregatorKey).not.toBe(manifest.prf.edgeKey);
    expect(manifest.prf).not.toHaveProperty("previous");
  });
});

describe("codebook", () => {
  test("is served as the exact bytes that its hash names, immutable", async () => {
    const { response, sha256 } = await codebookNow();
    expect(response.headers.get("etag")).toBe(`"${sha256}"`);
    expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    const bytes = await response.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    expect(Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")).toBe(sha256);
    expect(v.is(Codebook, JSON.parse(new TextDecoder().decode(bytes)))).toBe(true);
  });

  test("is not sent again to a device that has it", async () => {
    const { sha256 } = await codebookNow();
    const url = address("codebook", { sha256 });
    for (const tag of [`"${sha256}"`, `W/"${sha256}"`, `"other", "${sha256}"`, "*"]) {
      const response = await get(url, { "if-none-match": tag });
      expect(response.status).toBe(304);
      expect(await response.text()).toBe("");
      expect(response.headers.get("etag")).toBe(`"${sha256}"`);
    }
    expect((await get(url, { "if-none-match": '"other"' })).status).toBe(200);
  });

  test("of an unknown hash is refused", async () => {
    await manifestNow();
    for (const sha256 of ["0".repeat(64), "nonsense"]) {
      expect(await problemOf(await get(address("codebook", { sha256 })))).toEqual(problem(404, "unknown-codebook"));
    }
  });
});

/** What a device does with an e-mail address: blind, ask, check both proofs, add up, derive. */
async function identify(email: string): Promise<LinkKeys> {
  // Its own isolate: those of the tests outlive the storage that contains the keys.
  const app = edgeApp();
  const ask = async (request: Request) => app.fetch(request, env, executionContext());
  const { prf } = v.parse(Manifest, await (await ask(new Request(address("manifest")))).json());
  const blinding = blind(prfInput("demo", "email", email), random);
  const response = await post(
    "prf",
    { epoch: prf.epoch, blinded: [toBase64url(blinding.blinded)], receipt: RECEIPT },
    {},
    ask,
  );
  expect(response.status).toBe(200);
  const { edge, aggregator } = await response.json<PrfResponse>();
  const shareOf = (publicKey: string, share: PrfResponse["edge"]) => ({
    publicKey: fromBase64url(publicKey),
    evaluated: share.evaluated.map(fromBase64url),
    proof: fromBase64url(share.proof),
  });
  const shares = [shareOf(prf.edgeKey, edge), shareOf(prf.aggregatorKey, aggregator)];
  expect(() =>
    finalize(
      [blinding],
      shares.toReversed().map((share, index) => ({ ...share, publicKey: shares[index]?.publicKey ?? share.publicKey })),
    ),
  ).toThrow(PrfError);
  const [output] = finalize([blinding], shares);
  if (!output) throw new Error("no output");
  return deriveLinkKeys(output, "demo", prf.epoch);
}

describe("prf", () => {
  test("two devices with one address get one token and one profile; another address another", async () => {
    const [phone, laptop, other] = [
      await identify("ann@example.com"),
      await identify("ann@example.com"),
      await identify("bob@example.com"),
    ];
    expect(laptop.token).toBe(phone.token);
    expect(other.token).not.toBe(phone.token);
    const body = { channel: "web", codeword: { generation: 0, path: "" } };
    expect((await act("assign", [phone], { body })).status).toBe(200);
    expect(await (await act("export", [laptop])).json()).toMatchObject({ observations: [{ channel: "web" }] });
  });

  test("refuses what is no group element, too many, another epoch, and the lack of consent", async () => {
    const good = { epoch: 1, blinded: [blindedElement()], receipt: RECEIPT };
    const wrong: [object, number, string][] = [
      [{ blinded: ["A".repeat(43)] }, 400, "bad-group-element"],
      [{ blinded: [`_${"_".repeat(41)}8`] }, 400, "bad-group-element"],
      [{ blinded: [] }, 400, "malformed-request"],
      [{ blinded: Array.from({ length: 5 }, blindedElement) }, 400, "malformed-request"],
      [{ epoch: 2 }, 409, "key-epoch-changed"],
      [{ receipt: { ...RECEIPT, purposes: ["learn"] } }, 403, "consent-required"],
      [{ receipt: { ...RECEIPT, policyVersion: "x" } }, 403, "policy-outdated"],
    ];
    for (const [changes, status, code] of wrong) {
      expect(await problemOf(await post("prf", { ...good, ...changes }))).toEqual(problem(status, code));
    }
    expect((await post("prf", { ...good, blinded: Array.from({ length: 4 }, blindedElement) })).status).toBe(200);
  });

  test("leaves nothing", async () => {
    await post("prf", { epoch: 1, blinded: [blindedElement()], receipt: RECEIPT });
    for (const rows of Object.values(await storage())) expect(rows).toEqual([]);
    expect((await env.DB.prepare("SELECT * FROM receipts").all()).results).toEqual([]);
  });
});

describe("assignment", () => {
  test("names the cluster of a device's own codeword, and stores nothing", async () => {
    const { response } = await codebookNow();
    const codebook = v.parse(Codebook, await response.json());
    const codeword = codewordOf(codebook, featureRecord(emptySession(0)), 50);
    const answer = await post("assignment", { channel: "web", codeword, receipt: RECEIPT });
    const assignment = v.parse(Assignment, await answer.json());
    const cell = codebook.cells.find(({ path }) => path === codeword.path);
    const confidence = ((cell?.confidence ?? 0) * (cell?.count ?? 0)) / ((cell?.count ?? 0) + 1);
    expect(assignment).toMatchObject({ clusterId: cell?.cluster, channels: ["web"] });
    expect(assignment.confidence).toBeCloseTo(confidence, 9);
    for (const rows of Object.values(await storage())) expect(rows).toEqual([]);
  });

  test("refuses unknown cells, and cells that too few share, signed or not", async () => {
    const { response } = await codebookNow();
    const { cells } = v.parse(Codebook, await response.json());
    const smallest = cells.toSorted((one, other) => one.count - other.count)[0];
    // Sites that a running isolate has in memory are not read again, so this is another isolate.
    await env.DB.prepare("UPDATE sites SET min_people = ?")
      .bind(Math.ceil(smallest?.count ?? 0) + 1)
      .run();
    const app = edgeApp();
    const ask = async (request: Request) => app.fetch(request, env, executionContext());
    const strict = (path: string, generation = 0) =>
      post("assignment", { channel: "web", codeword: { generation, path }, receipt: RECEIPT }, {}, ask);
    const assign = async (path: string) =>
      act("assign", [await somebody()], { body: { channel: "web", codeword: { generation: 0, path } } }, ask);
    expect(await problemOf(await strict("63.63"))).toEqual(problem(422, "unknown-codeword"));
    expect(await problemOf(await strict("", 7))).toEqual(problem(422, "unknown-codeword"));
    expect(await problemOf(await strict(smallest?.path ?? ""))).toEqual(problem(422, "below-minimum-people"));
    expect(await problemOf(await assign("63.63"))).toEqual(problem(422, "unknown-codeword"));
    expect(await problemOf(await assign(smallest?.path ?? ""))).toEqual(problem(422, "below-minimum-people"));
    expect((await storage()).pointers).toEqual([]);
    expect((await strict("")).status).toBe(200);
  });
});
