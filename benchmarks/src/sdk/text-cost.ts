import type { Browser, Page } from "playwright-core";
import * as v from "valibot";
import { quantile } from "../replay/quantile.ts";
import { type Backend, BACKENDS } from "./network-run.ts";
import { until } from "./page-condition.ts";
import { acceptAll } from "./shop-visit.ts";

const QUESTIONS = ["intent", "emotion", "sentiment"] as const;
const WARM_UP_ROUNDS = 5;

/** Messages to a shop. All are timed as one round, because a page's clock has a resolution of 0.1 ms. */
const TEXTS = [
  "where is my card",
  "my card was charged twice and nobody answers!!!",
  "I would like to change the address on my account before the parcel is sent, is that still possible?",
  "thank you, that was quick",
  "How do I send money to a friend abroad, and what does it cost me if it has to be there tomorrow?",
];

/** The memory of the SDK worker's engine. */
const Held = v.object({ numTensors: v.number(), numBytes: v.number() });
const ENGINE = "({ numTensors: _tfengine.state.numTensors, numBytes: _tfengine.state.numBytes })";

/** The cost of one question on one backend, in milliseconds measured in the page: to the worker and back, with reasons. */
export interface TextCost {
  readonly question: (typeof QUESTIONS)[number];
  readonly backend: Backend;
  /** The first text: the model is fetched, checked against its hash, unpacked and uploaded. */
  readonly firstMs: number;
  /** Every further text: the median of rounds of five texts. */
  readonly textMs: number | null;
  readonly texts: number;
  /** Memory left by all texts but the first. */
  readonly tensorsLeft: number;
  readonly bytesLeft: number;
}

async function timed(page: Page, question: string, count: number): Promise<number[]> {
  const script = `(async () => {
    const texts = ${JSON.stringify(TEXTS)}, times = [];
    for (let round = 0; round < ${count / TEXTS.length}; round++) {
      const from = performance.now();
      for (const text of texts) {
        const answer = await sedge.classifyText(text, { questions: [${JSON.stringify(question)}] });
        if (answer[${JSON.stringify(question)}] === null) throw new Error("no answer");
      }
      times.push((performance.now() - from) / texts.length);
    }
    return times;
  })()`;
  return v.parse(v.array(v.number()), await page.evaluate(script));
}

async function costOn(browser: Browser, shop: string, backend: Backend, texts: number): Promise<TextCost[]> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${shop}/about`);
    await acceptAll(page);
    await until(page, "window.sedge?.status?.().state === 'running'");
    const worker = page.workers().find((one) => one.url().includes("/sedge/worker.js"));
    if (!worker) throw new Error("the SDK's worker is not running");
    const held = async () => v.parse(Held, await worker.evaluate(ENGINE));
    const costs: TextCost[] = [];
    for (const question of QUESTIONS) {
      const [firstRound = Number.NaN] = await timed(page, question, TEXTS.length);
      // Another run before the measurement, so that the engine has compiled repeated code.
      const warm = quantile(await timed(page, question, TEXTS.length * WARM_UP_ROUNDS), 0.5) ?? 0;
      const before = await held();
      const times = await timed(page, question, texts);
      const after = await held();
      costs.push({
        question,
        backend,
        firstMs: firstRound * TEXTS.length - warm * (TEXTS.length - 1),
        textMs: quantile(times, 0.5),
        texts,
        tensorsLeft: after.numTensors - before.numTensors,
        bytesLeft: after.numBytes - before.numBytes,
      });
    }
    return costs;
  } finally {
    await context.close();
  }
}

/** Each question about a text on each backend, in the built worker of a shop that allows only that backend. */
export async function measureTexts(
  browser: Browser,
  shops: Readonly<Record<Backend, string>>,
  texts: number,
): Promise<TextCost[]> {
  const costs: TextCost[] = [];
  for (const backend of BACKENDS) costs.push(...(await costOn(browser, shops[backend], backend, texts)));
  return costs;
}
