import type { Browser, Page } from "playwright-core";
import * as v from "valibot";
import { quantile } from "../replay/quantile.ts";
import { type Backend, BACKENDS } from "./network-run.ts";
import { until } from "./page-condition.ts";
import { acceptAll } from "./shop-visit.ts";

const QUESTIONS = ["intent", "emotion", "sentiment"] as const;
const WARM_UP_ROUNDS = 5;

/** What people write to a shop: a round between the clock's two looks, as a page's clock has a grain of 0.1 ms. */
const TEXTS = [
  "where is my card",
  "my card was charged twice and nobody answers!!!",
  "I would like to change the address on my account before the parcel is sent, is that still possible?",
  "thank you, that was quick",
  "How do I send money to a friend abroad, and what does it cost me if it has to be there tomorrow?",
];

/** What the engine of the SDK's worker holds. */
const Held = v.object({ numTensors: v.number(), numBytes: v.number() });
const ENGINE = "({ numTensors: _tfengine.state.numTensors, numBytes: _tfengine.state.numBytes })";

/** What one question costs on one backend, in milliseconds as the page sees them: to the worker and back, reasons included. */
export interface TextCost {
  readonly question: (typeof QUESTIONS)[number];
  readonly backend: Backend;
  /** The first text: the model is fetched, checked against its hash, unpacked and uploaded. */
  readonly firstMs: number;
  /** Every further text, the median of rounds of five texts. */
  readonly textMs: number | null;
  readonly texts: number;
  /** What all texts but the first left behind. */
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
      // Once more before the clock, until the engine has compiled what it repeats.
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

/** Each question about a text on each backend, in the built worker of the shop that allows that backend alone. */
export async function measureTexts(
  browser: Browser,
  shops: Readonly<Record<Backend, string>>,
  texts: number,
): Promise<TextCost[]> {
  const costs: TextCost[] = [];
  for (const backend of BACKENDS) costs.push(...(await costOn(browser, shops[backend], backend, texts)));
  return costs;
}
