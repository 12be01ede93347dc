import { Manifest, PROTOCOL_VERSION } from "@sedge/protocol";
import type { StatementPart } from "@sedge/transparency/device";
import { verifierKey, formatVerifierKey, WITNESS_COSIGNATURE } from "@sedge/transparency/note";
import * as v from "valibot";
import { beforeEach, describe, expect, test } from "vitest";
import { DAY, Operators, signerOf } from "../../../../../transparency/test/operators.ts";
import type { StatementState } from "../../public/status.ts";
import { memoryStore } from "../storage/memory-store.ts";
import type { Store } from "../storage/store.ts";
import type { Send, WireAnswer } from "../wire/wire.ts";
import { MANIFEST_LIFE_MS, SiteFiles } from "./site-files.ts";

const hexOf = (hash: string) => Buffer.from(hash, "base64url").toString("hex");
const answered = (body: unknown): WireAnswer => ({
  status: 200,
  bytes: new Uint8Array(new TextEncoder().encode(JSON.stringify(body))),
  retryAfterSeconds: undefined,
});
const offline: WireAnswer = { status: -1, bytes: new Uint8Array(), retryAfterSeconds: undefined };

/** The manifest of an honest edge; `changes` make it a liar. */
function manifestOf(part: StatementPart, changes: Partial<Manifest> = {}): Manifest {
  const { trustTier, minPeople, policyVersion, epochs, codebook } = part.statement;
  const [previous, current] = epochs;
  return v.parse(Manifest, {
    protocolVersion: PROTOCOL_VERSION,
    site: "demo",
    trustTier,
    minPeople,
    policyVersion,
    prf: { ...current, previous },
    codebook: { generation: codebook.generation, sha256: hexOf(codebook.hash) },
    learning: { round: null, spent: { accountant: "zCDP", rounds: 0, rho: 0, epsilon: 0, delta: 1e-6 } },
    statement: part,
    ...changes,
  });
}

let store: Store;
let operators: Operators;
let answer: WireAnswer;
let asked: number;
let states: StatementState[];
let reported: string[];
const send: Send = () => {
  asked++;
  return Promise.resolve(answer);
};
const deps = () => ({
  site: "demo",
  store,
  send,
  now: () => operators.now * 1_000,
  purpose: () => "link" as const,
  report: (code: string, message: string) => reported.push(`${code}: ${message}`),
  onManifest: () => undefined,
  onStatement: (state: StatementState) => states.push(state),
});
/** A page with this tag; the store outlives it. */
const page = (aggregatorKey: string | undefined = operators.pins.logKey) => new SiteFiles({ ...deps(), aggregatorKey });
const unpinnedPage = () => new SiteFiles({ ...deps(), aggregatorKey: undefined });
const serve = (manifest: unknown) => {
  answer = answered(manifest);
};

beforeEach(() => {
  store = memoryStore();
  operators = new Operators();
  [asked, states, reported] = [0, [], []];
});

describe("a page that pins the log's key", () => {
  test("takes a manifest whose statement is in the log, and each that continues it, in one request", async () => {
    for (let number = 1; number <= 3; number++) {
      serve(manifestOf(await operators.publish()));
      expect((await page().manifest()).minPeople).toBe(50);
    }
    expect([asked, states, reported]).toEqual([3, ["proven", "proven", "proven"], []]);
  });

  test("refuses a manifest without a statement, or with one that nobody can read", async () => {
    const part = await operators.publish();
    for (const [statement, code] of [
      [undefined, "statement-missing"],
      ["hello", "statement-not-proven"],
      [{ ...part, statement: { ...part.statement, more: 1 } }, "statement-not-proven"],
    ] as const) {
      const { statement: _statement, ...manifest } = manifestOf(part);
      serve(statement === undefined ? manifest : { ...manifest, statement });
      await expect(page().manifest()).rejects.toThrow(code);
    }
    expect(new Set(states)).toEqual(new Set(["refused"]));
    expect(await store.values.get("manifest")).toBeUndefined();
  });

  const other = "A".repeat(43);
  const lies: [string, (honest: Manifest) => Partial<Manifest>][] = [
    ["k", () => ({ minPeople: 49 })],
    ["the tier", () => ({ trustTier: "single-operator" })],
    ["the policy's version", () => ({ policyVersion: v.parse(Manifest.entries.policyVersion, "visitor-4711") })],
    ["the codebook", (honest) => ({ codebook: { ...honest.codebook, sha256: v.parse(v.any(), "a".repeat(64)) } })],
    ["the generation", (honest) => ({ codebook: { ...honest.codebook, generation: v.parse(v.any(), 4711) } })],
    ["the edge's PRF key", ({ prf }) => ({ prf: { ...prf, edgeKey: other } })],
    ["the aggregator's PRF key", ({ prf }) => ({ prf: { ...prf, aggregatorKey: other } })],
    ["the epoch", ({ prf }) => ({ prf: { ...prf, epoch: v.parse(v.any(), 4711) } })],
    [
      "the epoch before",
      ({ prf }) => ({ prf: { ...prf, previous: { ...prf, epoch: v.parse(v.any(), 2), edgeKey: other } } }),
    ],
  ];
  test.each(lies)("refuses a manifest that marks this visitor by %s, and uses the last good one", async (_, lie) => {
    const honest = manifestOf(await operators.publish());
    serve({ ...honest, ...lie(honest) });
    await expect(page().manifest()).rejects.toThrow("statement-differs");
    serve(honest);
    await page().manifest();
    serve({ ...honest, ...lie(honest) });
    expect(await page().manifest()).toEqual(honest);
    expect(states).toEqual(["refused", "proven", "refused"]);
    expect(reported).toEqual([expect.stringMatching(/^statement-differs: The manifest's \w+ is not/)]);
  });

  test("takes no manifest that leaves out an epoch that is used, and one that leaves out the epoch before", async () => {
    const honest = manifestOf(await operators.publish());
    const { previous, ...current } = honest.prf;
    serve({ ...honest, prf: { ...previous, previous: undefined } });
    await expect(page().manifest()).rejects.toThrow("statement-differs");
    serve({ ...honest, prf: current });
    expect((await page().manifest()).prf.previous).toBeUndefined();
  });

  test("refuses a log that forks, shrinks or changes too often, and goes on with what it has", async () => {
    operators.fill(5);
    const first = manifestOf(await operators.publish());
    serve(first);
    await page().manifest();
    const fork = new Operators();
    fork.tree.append(Uint8Array.of(1));
    fork.fill(8);
    [fork.history, fork.now] = [operators.history, operators.now];
    serve(manifestOf(await fork.publish()));
    operators.now += DAY;
    expect(await page().manifest()).toEqual(first);
    const short = new Operators();
    short.now = operators.now - DAY;
    serve(manifestOf(await short.publish()));
    expect(await page().manifest()).toEqual(first);
    expect(reported.map((line) => line.split(": ").at(-1))).toEqual(["log-forks.", "log-shrinks."]);
  });

  test("asks no more often when a manifest is refused", async () => {
    const honest = manifestOf(await operators.publish());
    serve(honest);
    const files = page();
    await files.manifest();
    serve({ ...honest, minPeople: 60 });
    operators.now += MANIFEST_LIFE_MS / 1_000;
    for (let count = 0; count < 3; count++) await files.manifest();
    expect([asked, reported.length]).toEqual([2, 1]);
  });

  test("proves also what was kept on a page that pinned nothing", async () => {
    const honest = manifestOf(await operators.publish());
    const { statement: _statement, ...bare } = { ...honest, minPeople: 51 };
    serve(bare);
    await unpinnedPage().manifest();
    answer = offline;
    await expect(page().manifest()).rejects.toThrow("statement-missing");
  });

  test("requires the cosignatures of the witnesses that it pins too", async () => {
    const witness = signerOf("auditor.example", 4);
    const pin = formatVerifierKey(verifierKey(witness.name, WITNESS_COSIGNATURE, witness.publicKey));
    serve(manifestOf(await operators.publish()));
    await expect(page(`${operators.pins.logKey} ${pin}`).manifest()).rejects.toThrow("witness-missing");
    operators.witnesses = [witness];
    serve(manifestOf(await operators.publish()));
    expect((await page(`${operators.pins.logKey} ${pin}`).manifest()).minPeople).toBe(50);
  });

  test("names a key that is not one as a fault of the tag", async () => {
    serve(manifestOf(await operators.publish()));
    await expect(page("log.example/sedge+00000000+AYqI").manifest()).rejects.toThrow("bad-option");
  });
});

test("a page that pins no log reads a manifest with any statement, and says that it is unpinned", async () => {
  const honest = manifestOf(await operators.publish());
  for (const statement of [honest.statement, "hello", { of: "a later version" }, null]) {
    serve({ ...honest, statement });
    expect((await unpinnedPage().manifest()).minPeople).toBe(50);
  }
  expect(new Set(states)).toEqual(new Set(["unpinned"]));
});
