import { textModelInput } from "@sedge/features/text";
import { ModelManifest } from "@sedge/features/model-manifest";
import { BallotResponse, elementsOf, MAX_MEASUREMENT_CELLS, MAX_MEASUREMENT_ELEMENTS } from "@sedge/protocol";
import * as v from "valibot";
import type { Backend } from "../../src/lib/classification.ts";
import { loadModel } from "../../src/lib/worker/models/model-cache.ts";
import { SHIPPED_MODELS } from "../../src/lib/worker/models/shipped-models.ts";
import { OperatorPair } from "../operator-pair.ts";
import { backendOpeners, engine, logitsOn, TensorRuntime } from "../../src/lib/worker/network.ts";
import { indexedDbStore } from "../../src/lib/worker/storage/indexed-db-store.ts";
import { STORE_CONTRACT } from "../store-contract.ts";
import { readText } from "../../src/lib/worker/text/read-text.ts";
import { type ShippedTextModel, shippedTextModel } from "../../src/lib/worker/text/shipped-text-models.ts";
import { omissions } from "../../src/lib/worker/text/word-reasons.ts";
import { measureBackends } from "../../src/lib/worker/tensor/backend-measurement.ts";
import { denseLayers } from "../../src/lib/worker/tensor/dense-layer.ts";
import { wasmBinary } from "../../src/lib/worker/wasm-binary.ts";
import { openWire } from "../../src/lib/worker/wire/wire.ts";

// Runs in a module worker of a real browser: everything that Node can't answer for. Each check gives plain data.
const BACKENDS: readonly Backend[] = ["webgpu", "wasm", "cpu"];
const Vectors = v.object({ vectors: v.array(v.object({ inputs: v.array(v.number()), logits: v.array(v.number()) })) });

async function bytesOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

function newRuntime(): TensorRuntime {
  return new TensorRuntime(
    backendOpeners(() =>
      wasmBinary(async () => ({
        status: 200,
        bytes: await bytesOf("/wasm/tfjs-backend-wasm-simd.wasm"),
        retryAfterSeconds: undefined,
      })),
    ),
  );
}
const runtime = newRuntime();

/** Largest difference from the logits that the training code wrote down, by model and backend; or why there is none. */
async function agreement(): Promise<Record<string, Record<string, number | string>>> {
  const differences: Record<string, Record<string, number | string>> = {};
  for (const raw of SHIPPED_MODELS) {
    const manifest = v.parse(ModelManifest, raw);
    const weights = await bytesOf(`/models/${manifest.name}/${manifest.weights.file}`);
    const text = new TextDecoder().decode(await bytesOf(`/models/${manifest.name}/vectors.json`));
    const { vectors } = v.parse(Vectors, JSON.parse(text));
    const rows = vectors.map(({ inputs }) => Float32Array.from(inputs));
    const ofModel: Record<string, number | string> = { rows: rows.length };
    for (const backend of BACKENDS) {
      try {
        const all = await logitsOn(runtime, backend, manifest, weights, rows);
        const alone = await logitsOn(runtime, backend, manifest, weights, rows.slice(0, 1));
        const gaps = [...all.entries(), ...alone.entries()].flatMap(([row, logits]) =>
          Array.from(logits, (logit, output) => Math.abs(logit - (vectors[row]?.logits[output] ?? Number.NaN))),
        );
        ofModel[backend] = gaps.length === 0 ? "no logits" : Math.max(...gaps);
      } catch {
        ofModel[backend] = runtime.unavailable[backend] ?? "failed";
      }
    }
    differences[manifest.name] = ofModel;
  }
  return differences;
}

/** Tensors and bytes held by TensorFlow.js. */
function held() {
  const { numTensors, numDataBuffers, numBytes } = engine().memory();
  return { numTensors, numDataBuffers, numBytes };
}

/** What is held before and after that many classifications on a backend. */
async function memory(backend: Backend, classifications: number) {
  const manifest = v.parse(ModelManifest, SHIPPED_MODELS[0]);
  const layers = denseLayers(manifest, await bytesOf(`/models/${manifest.name}/${manifest.weights.file}`));
  const row = new Float32Array(manifest.inputs.length).fill(0.5);
  await runtime.run([backend], layers, row);
  const before = held();
  for (let count = 0; count < classifications; count++) await runtime.run([backend], layers, row);
  return { before, after: held() };
}

async function contract(): Promise<string[]> {
  const failures: string[] = [];
  for (const { name, check } of STORE_CONTRACT) {
    const store = await indexedDbStore(`contract-${crypto.randomUUID()}`);
    await check(store).catch((error: unknown) => failures.push(`${name}: ${String(error)}`));
    await store.close();
  }
  return failures;
}

/** A model whose weights were changed on the way: first with nothing stored, then with the last good one. */
async function wrongHash() {
  const store = await indexedDbStore(`hash-${crypto.randomUUID()}`);
  const wireTo = (folder: string) =>
    openWire({
      places: { site: "demo", endpoint: location.origin, assets: `${location.origin}${folder}` },
      ledger: store.ledger,
      consent: () => ({
        decided: true,
        purposes: ["classify"],
        policyVersion: "x",
        day: "2026-11-21",
        source: "api",
        globalPrivacyControl: false,
        because: null,
      }),
      now: () => Date.now(),
      fetch: (input, init) => fetch(input, init),
    });
  const shipped = SHIPPED_MODELS[0];
  const refused = await loadModel(shipped, store, wireTo("/changed/"));
  const good = await loadModel(shipped, store, wireTo("/"));
  const stored = await loadModel(shipped, store, wireTo("/changed/"));
  const manifest = v.parse(ModelManifest, shipped);
  const newer = { ...manifest, version: "9.9.9", weights: { ...manifest.weights, sha256: "0".repeat(64) } };
  const lastGood = await loadModel(newer, store, wireTo("/changed/"));
  const summary = ({ model, problem }: typeof good) => ({
    version: model?.manifest.version ?? null,
    code: problem?.code ?? null,
  });
  return {
    refused: summary(refused),
    good: summary(good),
    stored: summary(stored),
    lastGood: summary(lastGood),
    shipped: manifest.version,
  };
}

/** WebGPU dies in the middle: the next backend answers the same rows. */
async function failover() {
  const other = newRuntime();
  const manifest = v.parse(ModelManifest, SHIPPED_MODELS[0]);
  const layers = denseLayers(manifest, await bytesOf(`/models/${manifest.name}/${manifest.weights.file}`));
  const row = new Float32Array(manifest.inputs.length).fill(0.5);
  const broken = new TensorRuntime({
    ...backendOpeners(() => bytesOf("/wasm/tfjs-backend-wasm-simd.wasm")),
    webgpu: () => Promise.reject(new Error("the device was lost")),
  });
  const expected = await other.run(["cpu"], layers, row);
  const answer = await broken.run(["webgpu", "cpu"], layers, row);
  return { gap: Math.abs((answer[0] ?? Number.NaN) - (expected[0] ?? 0)), unavailable: broken.unavailable };
}

async function measurement() {
  const manifest = v.parse(ModelManifest, SHIPPED_MODELS[0]);
  const layers = denseLayers(manifest, await bytesOf(`/models/${manifest.name}/${manifest.weights.file}`));
  const start = performance.now();
  const medianMs = await measureBackends(runtime, layers, () => performance.now());
  return { medianMs, tookMs: performance.now() - start };
}

const TEXT_MODELS: readonly ShippedTextModel[] = ["intent-banking", "intent-general", "emotion", "sentiment"];
const TextVectors = v.object({ vectors: v.array(v.object({ text: v.string(), logits: v.array(v.number()) })) });

async function textModel(name: ShippedTextModel) {
  const { manifest, open } = await shippedTextModel(name);
  return open(manifest, await bytesOf(`/models/${name}/${manifest.weights.file}`));
}

/** The same as `agreement` for texts: from the text itself to the logits. */
async function textAgreement(): Promise<Record<string, Record<string, number | string>>> {
  const differences: Record<string, Record<string, number | string>> = {};
  for (const name of TEXT_MODELS) {
    const { manifest, layers, weights } = await textModel(name);
    const json = new TextDecoder().decode(await bytesOf(`/models/${name}/vectors.json`));
    const { vectors } = v.parse(TextVectors, JSON.parse(json));
    const rows = vectors.flatMap(({ text }) => [...textModelInput(manifest, weights, text)]);
    const expected = vectors.flatMap(({ logits }) => logits);
    const ofModel: Record<string, number | string> = { rows: vectors.length };
    for (const backend of BACKENDS) {
      try {
        const logits = await runtime.run([backend], layers, Float32Array.from(rows));
        const gaps = expected.map((logit, at) => Math.abs(logit - (logits[at] ?? Number.NaN)));
        ofModel[backend] = logits.length === expected.length ? Math.max(...gaps) : "another number of logits";
      } catch {
        ofModel[backend] = runtime.unavailable[backend] ?? "failed";
      }
    }
    differences[name] = ofModel;
  }
  return differences;
}

/** Tensors and bytes held before and after reading that many texts, each with its reasons, with every text model. */
async function textMemory(backend: Backend, texts: number) {
  const models = await Promise.all(TEXT_MODELS.map(textModel));
  const read = async (text: string) => {
    for (const model of models) (await readText(runtime, [backend], model, omissions(text))).answer();
  };
  await read("Warm up, please");
  const before = held();
  // Of different lengths, as texts are: each is another shape of batch.
  for (let count = 0; count < texts; count++) await read(`Order ${count} never came`.slice(0, 8 + (count % 16)));
  return { before, after: held() };
}

const VOTE_FEATURES = ["depth", "breadth", "wandering", "return", "paging", "spread"];
const VOTE_BITS = 8;

/** Most cells that a measurement of these features may have. */
function mostCells(): number {
  let cells = 1;
  const elements = (cells: number) => elementsOf({ cells, coordinates: VOTE_FEATURES.length + 1, bits: VOTE_BITS });
  while (elements(cells + 1) <= MAX_MEASUREMENT_ELEMENTS) cells += 1;
  return Math.min(cells, MAX_MEASUREMENT_CELLS);
}

/** Milliseconds that a device computes for one contribution to a round of so many cells, step by step, and the body's bytes. */
async function contribution(cells: number) {
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  const features = VOTE_FEATURES;
  const centres = Array.from({ length: cells }, (_, cell) => features.map((__, at) => ((cell + 1) * (at + 3)) % 1));
  const radii = centres.map(() => 0.3);
  const measurement = {
    featureSchema: "session.v1",
    features,
    centres,
    terms: "spread" as const,
    radii,
    bits: VOTE_BITS,
  };
  const pair = await OperatorPair.open({ random, measurement, deadline: 2_000_000_000 });
  const { round, manifest } = pair;
  const code = await import("@sedge/contribution/vote-code");
  const receipt = { purposes: ["classify" as const, "learn" as const], policyVersion: "2026-11", day: "2026-11-21" };
  const runs: { signatureMs: number; ballotMs: number; voteMs: number }[] = [];
  let bytes = 0;
  for (let run = 0; run < 7; run++) {
    const start = performance.now();
    if (!code.isRoundSigned("demo", round, manifest)) throw new Error("the round is not signed");
    const signed = performance.now();
    const asked = code.newBallot("demo", round, random);
    const askedAt = performance.now();
    const answer = v.parse(BallotResponse, pair.ballot(asked.blinded));
    const answeredAt = performance.now();
    const ballot = code.finishedBallot(round, asked, answer);
    if (!ballot) throw new Error("the ballot is not the round's");
    const drawn = performance.now();
    const body = await code.contributionOf(
      "demo",
      round,
      ballot,
      features.map(() => 0.4),
      receipt,
      random,
    );
    const voted = performance.now();
    bytes = new TextEncoder().encode(JSON.stringify(body)).length;
    runs.push({
      signatureMs: signed - start,
      ballotMs: askedAt - signed + (drawn - answeredAt),
      voteMs: voted - drawn,
    });
  }
  return { runs, bytes };
}

const CHECKS: Readonly<Record<string, () => Promise<unknown>>> = {
  agreement,
  contract,
  contributionUsual: () => contribution(100),
  contributionLargest: () => contribution(mostCells()),
  failover,
  measurement,
  memoryCpu: () => memory("cpu", 1_000),
  memoryWasm: () => memory("wasm", 1_000),
  // A software adapter takes up to a tenth of a second each.
  memoryWebgpu: () => memory("webgpu", 100),
  textAgreement,
  textMemoryCpu: () => textMemory("cpu", 1_000),
  textMemoryWasm: () => textMemory("wasm", 1_000),
  textMemoryWebgpu: () => textMemory("webgpu", 250),
  wrongHash,
};

globalThis.addEventListener("message", ({ data, origin }: MessageEvent<unknown>) => {
  if (origin !== "") return;
  const check = typeof data === "string" ? CHECKS[data] : undefined;
  Promise.resolve(check?.())
    .then((result) => globalThis.postMessage({ result }))
    .catch((error: unknown) => globalThis.postMessage({ error: String(error) }));
});
