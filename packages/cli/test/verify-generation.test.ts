import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { IntentModel } from "@sedge/clustering/card";
import { profilePrior } from "@sedge/clustering/profile-prior";
import { type GenerationBase, repeatedGeneration } from "@sedge/clustering/repeat";
import { toBase64url } from "@sedge/privacy/base64url";
import { deriveShareKey } from "@sedge/privacy/prf";
import { signTerms } from "@sedge/privacy/signed-terms";
import { Codebook, GENERATION_PURPOSE, generationText, type GenerationSums, PROTOCOL_VERSION } from "@sedge/protocol";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generationAfter, type MadeGeneration, sha256Of } from "../../clustering/test/next-generation.ts";
import { sedgeHere } from "./sedge.ts";

const MODELS = join(import.meta.dirname, "../../../models");
const model = (path: string): unknown => JSON.parse(readFileSync(join(MODELS, path), "utf8"));
const visits = readFileSync(join(MODELS, "codebook-prior/codebook.json"), "utf8");
const intents = v.parse(IntentModel, model("cluster-intents/weights.json"));
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const AGGREGATOR = deriveShareKey(new Uint8Array(32).fill(5), "demo", 1);
const ANOTHER = deriveShareKey(new Uint8Array(32).fill(6), "demo", 1);

/** What an edge serves: by path below the site's. */
type Served = Map<string, string>;

function manifestOf(generation: number, sha256: string, key = AGGREGATOR): string {
  const text = toBase64url(key.publicKey);
  const spent = { accountant: "zCDP", rounds: 0, rho: 0, epsilon: 0, delta: 1e-6 };
  return JSON.stringify({
    protocolVersion: PROTOCOL_VERSION,
    site: "demo",
    trustTier: "two-operator",
    minPeople: 50,
    policyVersion: "2026-11",
    prf: { epoch: 1, edgeKey: text, aggregatorKey: text },
    codebook: { generation, sha256 },
    learning: { round: null, spent },
  });
}

function signatureOf(generation: number, codebook: string, sums: string, key = AGGREGATOR): string {
  const names = { generation: generation as GenerationSums["generation"], codebook, sums };
  const { evaluated, proof } = signTerms(key, GENERATION_PURPOSE, generationText("demo", names), random);
  const signature = { evaluated: toBase64url(evaluated), proof: toBase64url(proof) };
  return JSON.stringify({ ...names, aggregatorKey: toBase64url(key.publicKey), signature });
}

/** Puts a generation where an edge serves it. */
async function put(served: Served, made: MadeGeneration, base: GenerationBase): Promise<void> {
  const { codebook, sha256, sums } = made;
  const name = await sha256Of(made.sumsText);
  const repeated = repeatedGeneration(sums, name, base, intents);
  if (repeated.result === "refused") throw new Error(repeated.detail);
  served.set(`codebooks/${sha256}`, made.text);
  served.set(`sums/${name}`, made.sumsText);
  served.set(`generations/${codebook.generation}`, JSON.stringify(repeated.report));
  served.set(`generations/${codebook.generation}/signature`, signatureOf(codebook.generation, sha256, name));
  served.set("manifest", manifestOf(codebook.generation, sha256));
}

let prior: GenerationBase;
let one: MadeGeneration;
let two: MadeGeneration;
let three: MadeGeneration;
const servers: Server[] = [];

beforeAll(async () => {
  prior = { codebook: v.parse(Codebook, JSON.parse(visits)), sha256: await sha256Of(visits), sums: undefined };
  one = await generationAfter(prior);
  two = await generationAfter(one, { people: (cell) => 400 - cell });
  three = await generationAfter(two);
});
afterAll(() => servers.forEach((server) => server.close()));

async function honest(): Promise<Served> {
  const served: Served = new Map([[`codebooks/${prior.sha256}`, visits]]);
  await put(served, one, prior);
  await put(served, two, one);
  await put(served, three, two);
  return served;
}

async function verify(served: Served, ...options: string[]) {
  const server = createServer(({ url = "" }, answer) => {
    const body = served.get(url.replace("/v1/sites/demo/", ""));
    answer.writeHead(body === undefined ? 404 : 200).end(body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return sedgeHere("verify", "generation", `http://127.0.0.1:${port}`, "--site", "demo", ...options);
}

test("sedge verify generation repeats every generation of a site down to the prior that Sedge ships", async () => {
  const { exitCode, out, note } = await verify(await honest(), "--aggregator-key", toBase64url(AGGREGATOR.publicKey));
  expect([exitCode, note]).toEqual([0, ""]);
  const lines = out.split("\n");
  expect(lines).toHaveLength(4);
  expect(lines[0]).toBe(`generation 0: ${prior.codebook.cells.length} cells, the prior that Sedge ships`);
  expect(lines[3]).toContain(`votes, exactly what its sums give, signed (${three.sha256})`);
});

test("--generation repeats one, with what is newer only as the way to it", async () => {
  const served = await honest();
  served.set("generations/3", "{}");
  const { exitCode, out } = await verify(served, "--generation", "2");
  expect([exitCode, out.split(":")[0], out.split("\n").length]).toEqual([0, "generation 2", 1]);
  expect((await verify(served, "--generation", "4")).note).toMatch(/^bad-option: --generation 4 is not there yet/);
});

test("an edge that changes one leaf is found, with the place of the first difference", async () => {
  const cells = three.codebook.cells.map((cell, at) => (at === 5 ? { ...cell, count: cell.count - 1 } : cell));
  const text = JSON.stringify({ ...three.codebook, cells });
  const served = await honest();
  const sha256 = await sha256Of(text);
  served.set(`codebooks/${sha256}`, text);
  served.set("manifest", manifestOf(3, sha256));
  served.set("generations/3/signature", signatureOf(3, sha256, three.codebook.sums ?? ""));
  const { exitCode, note } = await verify(served);
  const { count } = three.codebook.cells[5] ?? expect.fail();
  expect([exitCode, note]).toEqual([2, `generation-broken: generation 3: cells[5].count: ${count - 1}, not ${count}.`]);
});

test("an edge that makes up sums, and the codebook that they give, has no signature for them", async () => {
  const made = await generationAfter(two, { people: (cell) => 350 + 2 * cell });
  const served = await honest();
  await put(served, made, two);
  served.set("generations/3/signature", signatureOf(3, three.sha256, three.codebook.sums ?? ""));
  expect((await verify(served)).note).toMatch(/generation 3: the aggregator has not signed this codebook/);
  const forged = signatureOf(3, made.sha256, made.codebook.sums ?? "", ANOTHER);
  served.set("generations/3/signature", forged);
  expect((await verify(served)).note).toMatch(/generation 3: signed with another key/);
  served.set("manifest", manifestOf(3, made.sha256, ANOTHER));
  const pinned = await verify(served, "--aggregator-key", toBase64url(AGGREGATOR.publicKey), "--generation", "3");
  expect(pinned.note).toMatch(/generation 3: signed with another key/);
});

test("an aggregator that publishes other sums than those of its signed codebook is found", async () => {
  const served = await honest();
  const counts = three.sums.counts.map((count, cell) => (cell === 1 ? count + 30 : count));
  const lie = JSON.stringify({ ...three.sums, counts });
  served.set(`sums/${three.codebook.sums}`, lie);
  expect((await verify(served)).note).toMatch(
    /^generation-broken: what the edge serves as [0-9a-f]{64} is [0-9a-f]{64}/,
  );
  const text = JSON.stringify({ ...three.codebook, sums: await sha256Of(lie) });
  const sha256 = await sha256Of(text);
  served.set(`sums/${await sha256Of(lie)}`, lie).set(`codebooks/${sha256}`, text);
  served.set("generations/3/signature", signatureOf(3, sha256, await sha256Of(lie)));
  served.set("manifest", manifestOf(3, sha256));
  expect((await verify(served)).note).toMatch(/^generation-broken: generation 3: cells\[/);
});

test("a changed report, a missing sum and a first codebook of the operators' choice are found", async () => {
  const served = await honest();
  const report = served.get("generations/2") ?? "";
  served.set("generations/2", report.replace(/"people":(\d+)/, '"people":1'));
  expect((await verify(served)).note).toMatch(/generation 2: its report differs in people: 1, not \d+/);
  served.set("generations/2", report).delete(`sums/${one.codebook.sums}`);
  expect((await verify(served)).note).toMatch(/^generation-unreadable: .*answered 404/);
  const other = JSON.stringify({ ...prior.codebook, cells: prior.codebook.cells.slice(0, -1) });
  const first = { codebook: v.parse(Codebook, JSON.parse(other)), sha256: await sha256Of(other), sums: undefined };
  const chosen: Served = new Map([[`codebooks/${first.sha256}`, other]]);
  await put(chosen, await generationAfter(first), first);
  expect((await verify(chosen)).note).toMatch(/^generation-broken: generation 0: cells\[\d+\]: not there/);
  const nameless = JSON.stringify({ ...three.codebook, sums: undefined });
  const bare: Served = new Map([[`codebooks/${await sha256Of(nameless)}`, nameless]]);
  bare.set("manifest", manifestOf(3, await sha256Of(nameless)));
  expect((await verify(bare)).note).toMatch(/generation 3 names no sums, so nobody can repeat it/);
});

test("a site of several channels begins with the prior of each", async () => {
  const tills = v.parse(Codebook, model("till-prior/codebook.json"));
  const text = JSON.stringify(profilePrior(prior.codebook, [tills], ["web", "shop-till"]));
  const sha256 = await sha256Of(text);
  const served: Served = new Map([[`codebooks/${sha256}`, text]]);
  served.set("manifest", manifestOf(0, sha256));
  expect((await verify(served)).out).toMatch(/^generation 0: \d+ cells, the prior that Sedge ships$/);
});
