import { launchChromium, startOperators, startShop } from "@sedge/testbed";
import type { Browser } from "playwright-core";
import { quantile } from "../replay/quantile.ts";
import type { BenchPart } from "../report/bench-part.ts";
import { figure } from "../report/figure.ts";
import { textTable } from "../report/text-table.ts";
import { firstMoments, NOTE_FIRST } from "../sdk/first-classification.ts";

/** The site that the edge's migrations create. */
const site = "demo";
/** Most milliseconds that the check may delay a first classification. */
const MAX_DELAY_MS = 20;

interface First {
  readonly classifiedMs: number;
  readonly clusteredMs: number;
}

/** A visitor with empty caches and storage. Milliseconds from the start of the loader's request. */
async function firstVisit(browser: Browser, shop: string): Promise<First> {
  const context = await browser.newContext();
  try {
    await context.addInitScript(NOTE_FIRST);
    const { script, classified, clustered } = await firstMoments(
      await context.newPage(),
      `${shop}/products/trousers-03`,
    );
    return { classifiedMs: classified - script, clusteredMs: clustered - script };
  } finally {
    await context.close();
  }
}

const median = (values: readonly number[]) => quantile(values, 0.5) ?? Number.NaN;

/**
 * First visits of a shop that pins the log, and so verifies statement, inclusion and cosignatures, and of one that doesn't, in turns, alternately
 * first: a plain manifest as control. Both have the same operators, whose manifest has a statement.
 */
export async function firstVisitPart(
  { quick }: { readonly quick: boolean },
  note: (line: string) => void,
): Promise<BenchPart> {
  const rounds = quick ? 3 : 41;
  await using end = new AsyncDisposableStack();
  const operators = await startOperators({ log: true, rateLimit: 100_000 });
  end.defer(() => operators.stop());
  const place = { endpoint: operators.edgeUrl, site };
  const control = await startShop(place);
  end.defer(() => control.stop());
  const pinned = await startShop({ ...place, aggregatorKey: operators.logKey });
  end.defer(() => pinned.stop());
  const browser = await launchChromium();
  end.defer(() => browser.close());
  for (const { url } of [control, pinned]) await firstVisit(browser, url);
  const visits: { readonly verified: First; readonly plain: First }[] = [];
  for (let round = 0; round < rounds; round++) {
    const early = round % 2 === 0 ? pinned : control;
    const first = await firstVisit(browser, early.url);
    const second = await firstVisit(browser, (early === pinned ? control : pinned).url);
    visits.push(early === pinned ? { verified: first, plain: second } : { verified: second, plain: first });
    note(`round ${round + 1} of ${rounds}`);
  }
  const row = (name: string, of: (first: First) => number) => ({
    name,
    plainMs: median(visits.map(({ plain }) => of(plain))),
    verifiedMs: median(visits.map(({ verified }) => of(verified))),
    delayMs: median(visits.map(({ verified, plain }) => of(verified) - of(plain))),
  });
  const classified = row("first classification", ({ classifiedMs }) => classifiedMs);
  const clustered = row("first cluster ID", ({ clusteredMs }) => clusteredMs);
  return {
    title: `A first visit with and without the check, ${rounds} rounds`,
    lines: [
      textTable(
        ["ms from the loader's request, medians", "plain manifest", "verified", "difference within a round"],
        [classified, clustered].map(({ name, plainMs, verifiedMs, delayMs }) => [
          name,
          ...[plainMs, verifiedMs, delayMs].map((value) => figure(value)),
        ]),
        ["left", "right", "right", "right"],
      ),
    ],
    aims: [
      { name: "first classification, later by the check", value: classified.delayMs, most: MAX_DELAY_MS, unit: "ms" },
    ],
    json: { rounds, classified, clustered },
  };
}
