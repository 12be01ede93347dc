import * as v from "valibot";
import type { SedgeEvent } from "../event.ts";
import { oneMore } from "../tally.ts";
import { trackedEvent } from "../tracked-events.ts";

/** Searches of which nothing was opened before the next one. */
export const SearchRun = v.strictObject({
  /** Whether a search was made and nothing of its results opened yet. */
  isOpen: v.boolean(),
  /** Searches made again with nothing opened in between. */
  count: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type SearchRun = v.InferOutput<typeof SearchRun>;

export const NO_SEARCH_RUN: SearchRun = { isOpen: false, count: 0 };

/** Pages that show a search's results, or lead to the search; every other page is something found. */
const RESULT_PAGES = new Set<string>(["search", "list", "home"]);

/**
 * The run after one event more. A search sent again before anything was opened is the field's sign of a dissatisfied
 * searcher (Hassan, Shi, Craswell and Ramsey, "Beyond clicks: query reformulation as a predictor of search
 * satisfaction", CIKM 2013); what was typed is not read.
 */
export function afterSearch(run: SearchRun, event: SedgeEvent): SearchRun {
  switch (event.kind) {
    case "search":
      return { isOpen: true, count: run.isOpen ? oneMore(run.count) : run.count };
    case "page-view":
      return RESULT_PAGES.has(event.page) ? run : { ...run, isOpen: false };
    default:
      return trackedEvent(event.kind)?.endsSearch ? { ...run, isOpen: false } : run;
  }
}
