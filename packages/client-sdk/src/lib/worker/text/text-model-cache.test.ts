import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { memoryStore } from "../storage/memory-store.ts";
import type { Store } from "../storage/store.ts";
import type { Send } from "../wire/wire.ts";
import { TextModelCache } from "./text-model-cache.ts";

const FOLDER = "https://shop.example/models/ours/";
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** The smallest text model: a table of two rows of one value and a gate, and one layer that gives two classes. */
function smallModel(version: string) {
  const weights = new Uint8Array(16).fill(version.charCodeAt(0));
  const manifest = {
    kind: "text",
    name: "ours",
    version,
    textSchema: "text.v1",
    grams: { pairs: false, skips: false, charactersFrom: 0, charactersTo: 0 },
    table: { buckets: 2, dimensions: 1, parts: 1, scale: 1, gateScale: 1, offset: 0 },
    layers: [{ inputs: 1, units: 2, activation: "linear", scale: 1, weightsOffset: 4, biasOffset: 8 }],
    classes: [
      { code: "returns", label: "returns" },
      { code: "sizes", label: "sizes" },
    ],
    answer: { kind: "softmax", temperature: 1 },
    weights: { file: "weights.bin", bytes: weights.length, sha256: sha256(weights) },
  };
  const text = new Uint8Array(new TextEncoder().encode(JSON.stringify(manifest)));
  return { weights, text, sha256: sha256(text) };
}

let store: Store;
let served: Map<string, Uint8Array<ArrayBuffer>>;
let asked: string[];
let reported: string[];
let now: number;

const send: Send = (request) => {
  const address = "asset" in request ? request.asset : "";
  asked.push(address.slice(FOLDER.length));
  const bytes = served.get(address);
  return Promise.resolve({ status: bytes ? 200 : -1, bytes: bytes ?? new Uint8Array(), retryAfterSeconds: undefined });
};
/** The cache as a page has it; the store outlives it. */
const page = (pinned: string) =>
  new TextModelCache({
    store,
    send,
    now: () => now,
    report: (code) => reported.push(code),
    intents: { url: FOLDER, sha256: pinned },
  });
function serve({ text, weights }: ReturnType<typeof smallModel>): void {
  served.set(`${FOLDER}manifest.json`, text);
  served.set(`${FOLDER}weights.bin`, weights);
}

const first = smallModel("1.0.0");
beforeEach(() => {
  store = memoryStore();
  served = new Map();
  asked = [];
  reported = [];
  now = 1_795_000_000_000;
});

describe("a site's own intents", () => {
  test("are fetched once, however many ask, and not again by the next page", async () => {
    serve(first);
    const cache = page(first.sha256);
    const [model, same] = await Promise.all([cache.model("intent"), cache.model("intent")]);
    expect(model?.manifest.version).toBe("1.0.0");
    expect(same).toBe(model);
    expect((await page(first.sha256).model("intent"))?.manifest.version).toBe("1.0.0");
    expect(asked).toEqual(["manifest.json", "weights.bin"]);
    expect(reported).toEqual([]);
  });

  test("with another hash than the pinned one are refused, and no weights are asked for", async () => {
    serve(smallModel("2.0.0"));
    expect(await page(first.sha256).model("intent")).toBeUndefined();
    expect(asked).toEqual(["manifest.json"]);
    expect(reported).toEqual(["model-hash-mismatch"]);
  });

  test("that changed on the way are refused, and the last good ones serve", async () => {
    serve(first);
    await page(first.sha256).model("intent");
    const newer = smallModel("2.0.0");
    serve({ ...newer, weights: first.weights });
    expect((await page(newer.sha256).model("intent"))?.manifest.version).toBe("1.0.0");
    expect(reported).toEqual(["model-hash-mismatch"]);
  });

  test("that could not be fetched are tried again after half a minute, not before", async () => {
    const cache = page(first.sha256);
    expect(await cache.model("intent")).toBeUndefined();
    serve(first);
    expect(await cache.model("intent")).toBeUndefined();
    expect(asked).toEqual(["manifest.json"]);
    now += 30_000;
    expect((await cache.model("intent"))?.manifest.version).toBe("1.0.0");
    expect(reported).toEqual(["model-unavailable"]);
  });

  test("that are no text model are refused, though their hash is the pinned one", async () => {
    const text = new Uint8Array(new TextEncoder().encode('{"kind":"tabular"}'));
    served.set(`${FOLDER}manifest.json`, text);
    expect(await page(sha256(text)).model("intent")).toBeUndefined();
    expect(reported).toEqual(["model-unreadable"]);
  });
});
