import { readFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../../../packages/client-sdk/test/browser.ts";
import { readSite, servePage, type SitePage, sitePages } from "../../../packages/client-sdk/test/site-pages.ts";
import type { BenchPart } from "../report/bench-part.ts";
import { textTable } from "../report/text-table.ts";
import { ASPECTS, type Recognised, type SiteScore, scoreSite, totals } from "./site-score.ts";

const READER = join(import.meta.dirname, "../../../packages/client-sdk/dist/script");

const SETS = {
  known: { title: "Pages that the reader's tests use", pages: () => sitePages() },
  unseen: {
    title: "Pages written without a look at the reader",
    pages: () => sitePages(join(import.meta.dirname, "pages")),
  },
} as const;

interface ScoredPage {
  readonly page: string;
  readonly score: SiteScore;
}

/** Opens each page in Chromium, and scores what the built reader reads of it. */
async function scorePages(pages: readonly SitePage[], note: (line: string) => void): Promise<ScoredPage[]> {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const show = await servePage(page, (file) => readFileSync(join(READER, file), "utf8"));
    const scored: ScoredPage[] = [];
    for (const site of pages) {
      show(site);
      note(site.name);
      scored.push({ page: site.name, score: scoreSite(site.facts, await readSite(page, site)) });
    }
    return scored;
  } finally {
    await browser.close();
  }
}

const cell = ({ of, right }: Recognised) => (of === 0 ? "–" : `${right} of ${of}${right < of ? " ✗" : ""}`);

/** What the reader recognises on the pages of a set. */
export function sitesPart(set: keyof typeof SETS) {
  return async ({ quick }: { readonly quick: boolean }, note: (line: string) => void): Promise<BenchPart> => {
    const { title, pages } = SETS[set];
    const chosen = pages().filter((_, at) => !quick || at % 3 === 0);
    const scored = await scorePages(chosen, note);
    const total = totals(scored.map(({ score }) => score));
    const losses = scored.flatMap(({ page, score }) => score.losses.map((loss) => `${page}: ${loss}`));
    return {
      title: `${title}: ${scored.length}`,
      lines: [
        textTable(
          ["page", "kind", "product", "price", "cart steps"],
          [
            ...scored.map(({ page, score }) => [page, ...ASPECTS.map((aspect) => cell(score.aspects[aspect]))]),
            ["total", ...ASPECTS.map((aspect) => cell(total[aspect]))],
          ],
          ["left", "right", "right", "right", "right"],
        ),
        ...losses.map((loss) => `✗ ${loss}`),
      ],
      aims: [],
      json: {
        [set]: {
          pages: scored.length,
          kind: { ...total.kind },
          product: { ...total.product },
          price: { ...total.price },
          steps: { ...total.steps },
          losses,
        },
      },
    };
  };
}
