import * as v from "valibot";
import { PageKind, type SedgeEvent } from "../event.ts";
import { oneMore } from "../tally.ts";

/**
 * A page looked at for longer than this before turning back was read, in milliseconds. Between the five seconds of a
 * "U-turn" or "quick back" in session replay tools, and the minute and a half in which some count a loop of four views.
 */
const TURNED_BACK_WITHIN_MS = 30_000;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const PageSeen = v.strictObject({
  page: PageKind,
  /** Alias of the item or category that distinguishes this page from others of its kind. */
  alias: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff))),
});
type PageSeen = v.InferOutput<typeof PageSeen>;

/** Going to and fro between the same two pages. */
export const PagePair = v.strictObject({
  /** The last two pages, the open one last. */
  seen: v.pipe(v.array(PageSeen), v.maxLength(2)),
  /** When the open page was opened, milliseconds since 1970. */
  openedAt: v.pipe(v.number(), v.finite(), v.minValue(0)),
  /** Views in a row that went back to the page before. */
  run: count,
  /** Views that went back once more to a page of a pair already seen twice: A, B, A, B is one, A, B, A, B, A two. */
  count,
});
export type PagePair = v.InferOutput<typeof PagePair>;

export const NO_PAGE_PAIR: PagePair = { seen: [], openedAt: 0, run: 0, count: 0 };

/** Kinds of which a site has one page. */
const SINGLE = new Set<PageKind>(["home", "cart", "checkout", "account", "confirmation"]);

/** Identifies the page as far as possible; null if a site has many of the kind and the event does not say which. */
function pageSeen({ page, item, category }: Extract<SedgeEvent, { kind: "page-view" }>): PageSeen | null {
  if (SINGLE.has(page)) return { page, alias: null };
  if (page === "product" && item !== undefined) return { page, alias: item };
  return page === "list" && category !== undefined ? { page, alias: category } : null;
}

const same = (a: PageSeen | undefined, b: PageSeen) => a?.page === b.page && a.alias === b.alias;

/**
 * The pair after one event more. From a list to its products and back is how shops are used, and so is comparing two
 * products: only a pair of the same two pages counts, not both of them products, each left within half a minute.
 */
export function afterPage(pair: PagePair, event: SedgeEvent): PagePair {
  if (event.kind !== "page-view") return pair;
  const now = pageSeen(event);
  if (!now) return { ...NO_PAGE_PAIR, openedAt: event.at, count: pair.count };
  const [before, open] = pair.seen.length === 2 ? pair.seen : [undefined, pair.seen[0]];
  if (same(open, now)) return pair;
  const comparing = now.page === "product" && open?.page === "product";
  const turned = same(before, now) && !comparing && event.at - pair.openedAt <= TURNED_BACK_WITHIN_MS;
  const run = turned ? oneMore(pair.run) : 0;
  return {
    seen: open ? [open, now] : [now],
    openedAt: event.at,
    run,
    count: run >= 2 ? oneMore(pair.count) : pair.count,
  };
}
