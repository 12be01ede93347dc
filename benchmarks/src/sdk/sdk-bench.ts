import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchChromium, startOperators, startShop } from "@sedge/testbed";
import { type Conditions, conditions } from "../report/conditions.ts";
import { type BackendCell, measureBackends } from "./backend-bench.ts";
import { shippedNetworks, yardstickNetwork } from "./bench-networks.ts";
import { startBenchPage } from "./bench-page.ts";
import type { ByteSizes } from "./byte-sizes.ts";
import { type FirstClassification, measureFirst } from "./first-classification.ts";
import { type MainThread, measureMainThread } from "./main-thread.ts";
import { measureMemory, type Memory } from "./memory.ts";
import type { SdkOptions } from "./sdk-options.ts";
import { measureTexts, type TextCost } from "./text-cost.ts";
import { measureTrack, type TrackCost } from "./track-cost.ts";
import { sdkWeights, type WeightRow } from "./weights.ts";

/** The site that the edge's migrations create. */
const site = "demo";
const CLASSIFICATIONS = 1_000;
const TEXTS = 1_000;

/** The results of a run. */
export interface SdkResult {
  readonly conditions: Conditions;
  readonly chromium: string;
  readonly weights: readonly WeightRow[];
  /** Plain TensorFlow.js with WebGPU and WASM, bundled like the SDK in this run. */
  readonly plainSizes: ByteSizes;
  readonly mainThread: MainThread;
  readonly track: { readonly own: TrackCost; readonly cart: TrackCost; readonly calls: number };
  readonly first: FirstClassification;
  readonly backends: readonly BackendCell[];
  readonly memory: Memory;
  readonly texts: readonly TextCost[];
}

/** Starts everything, measures it, and stops it. */
export async function benchSdk({ visits }: SdkOptions, log: (line: string) => void): Promise<SdkResult> {
  const found = conditions();
  await using end = new AsyncDisposableStack();
  log("starting Chromium, both operators and the shop …");
  const empty = await mkdtemp(join(tmpdir(), "sedge-bare-shop-"));
  end.defer(() => rm(empty, { recursive: true }));
  const operators = await startOperators();
  end.defer(() => operators.stop());
  const place = { endpoint: operators.edgeUrl, site };
  const shop = await startShop(place);
  end.defer(() => shop.stop());
  const bareShop = await startShop({ ...place, sedgeFolder: empty });
  end.defer(() => bareShop.stop());
  const isolated = await startShop({
    ...place,
    headers: (defaults) => ({ ...defaults, "cross-origin-embedder-policy": "require-corp" }),
  });
  end.defer(() => isolated.stop());
  const bench = await startBenchPage();
  end.defer(() => bench.stop());
  const browser = await launchChromium();
  end.defer(() => browser.close());

  log("first classification …");
  const first = await measureFirst(browser, shop.url, visits);
  log("main thread, with and without …");
  const browserWithoutWebgpu = await launchChromium({ webgpu: false });
  end.defer(() => browserWithoutWebgpu.close());
  const places = { shop: shop.url, bareShop: bareShop.url, browser, browserWithoutWebgpu };
  const mainThread = await measureMainThread(places, visits);
  await browserWithoutWebgpu.close();
  log("track() …");
  const track = await measureTrack(browser, isolated.url);
  log(`memory over ${CLASSIFICATIONS} classifications …`);
  const memory = await measureMemory(browser, shop.url, CLASSIFICATIONS);
  log(`texts, ${TEXTS} per question and backend …`);
  const shops = { webgpu: "wasm cpu", wasm: "webgpu cpu", cpu: "webgpu wasm" };
  const started = await Promise.all(
    Object.entries(shops).map(async ([backend, withoutBackends]) => {
      const one = await startShop({ ...place, withoutBackends });
      end.defer(() => one.stop());
      return [backend, one.url] as const;
    }),
  );
  const url = (backend: string) => started.find(([known]) => known === backend)?.[1] ?? "";
  const texts = await measureTexts(browser, { webgpu: url("webgpu"), wasm: url("wasm"), cpu: url("cpu") }, TEXTS);
  log("backends …");
  const networks = [...shippedNetworks(), yardstickNetwork()];
  const backends = await measureBackends(browser, bench.url, networks, log);
  return {
    conditions: found,
    chromium: browser.version(),
    weights: sdkWeights(),
    plainSizes: bench.plainSizes,
    mainThread,
    track,
    first,
    backends,
    memory,
    texts,
  };
}
