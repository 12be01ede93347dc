import type { Browser } from "playwright-core";
import * as v from "valibot";
import { untilMeasured } from "./page-condition.ts";
import { acceptAll } from "./shop-visit.ts";

/** TensorFlow.js's memory in the SDK's worker. */
const Held = v.object({ numTensors: v.number(), numBytes: v.number() });
type Held = v.InferOutput<typeof Held>;

/** The global name of TensorFlow.js's engine, in every bundle. */
const ENGINE = "({ numTensors: _tfengine.state.numTensors, numBytes: _tfengine.state.numBytes })";
/** Classifications before the first reading: weights are uploaded at the first use of a backend. */
const WARM_UPS = 5;

export interface Memory {
  readonly classifications: number;
  readonly before: Held;
  readonly after: Held;
  readonly isFlat: boolean;
}

/** Classifies repeatedly in the built worker of a real page, and reads the engine's memory. */
export async function measureMemory(browser: Browser, shop: string, classifications: number): Promise<Memory> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${shop}/products/trousers-03`);
    await acceptAll(page);
    await untilMeasured(page);
    const worker = page.workers().find((one) => one.url().includes("/sedge/worker.js"));
    if (!worker) throw new Error("the SDK's worker is not running");
    const held = async () => v.parse(Held, await worker.evaluate(ENGINE));
    const classify = async (count: number) => {
      const good: unknown = await page.evaluate(
        `(async () => { let good = 0; for (let at = 0; at < ${count}; at++) good += (await sedge.classify()).predictions.length > 0; return good; })()`,
      );
      if (good !== count) throw new Error(`only ${String(good)} of ${count} classifications had predictions`);
    };
    await classify(WARM_UPS);
    const before = await held();
    await classify(classifications);
    const after = await held();
    const isFlat = before.numTensors === after.numTensors && before.numBytes === after.numBytes;
    return { classifications, before, after, isFlat };
  } finally {
    await context.close();
  }
}
