import * as v from "valibot";
import type { PageKind, SedgeEvent } from "../event.ts";
import { afterPage, NO_PAGE_PAIR, PagePair } from "./page-pair.ts";
import { oneMore } from "../tally.ts";
import { trackedEvent } from "../tracked-events.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = v.pipe(v.number(), v.finite(), v.minValue(0));

/** A text whose frustration is at least this counts as frustrated: more likely than not. */
const FRUSTRATED_FROM = 0.5;

/** What is kept of the texts that a page gave to classify: numbers, never a word of them. */
const TextScores = v.strictObject({
  texts: count,
  /** Texts with a frustration of at least `FRUSTRATED_FROM`. */
  frustrated: count,
  /** Probability that the contact did not solve the matter, from the last chat text that has one, 0 to 1. */
  unresolved: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
});
type TextScores = v.InferOutput<typeof TextScores>;

const NO_TEXT_SCORES: TextScores = { texts: 0, frustrated: 0, unresolved: null };

/** The scores after one event more. */
function afterText(scores: TextScores, event: SedgeEvent): TextScores {
  if (event.kind !== "text-scored") return scores;
  return {
    texts: oneMore(scores.texts),
    frustrated: event.frustration >= FRUSTRATED_FROM ? oneMore(scores.frustrated) : scores.frustrated,
    unresolved: event.unresolved ?? scores.unresolved,
  };
}

/** Searches of which nothing was opened before the next one. */
const SearchRun = v.strictObject({
  /** Whether a search was made and nothing of its results opened yet. */
  isOpen: v.boolean(),
  /** Searches made again with nothing opened in between. */
  count,
});
type SearchRun = v.InferOutput<typeof SearchRun>;

const NO_SEARCH_RUN: SearchRun = { isOpen: false, count: 0 };

/** Pages that show a search's results, or lead to the search; every other page is something found. */
const RESULT_PAGES = new Set<string>(["search", "list", "home"]);

/**
 * The run after one event more. A search sent again before anything was opened is the field's sign of a dissatisfied
 * searcher (Hassan, Shi, Craswell and Ramsey, "Beyond clicks: query reformulation as a predictor of search
 * satisfaction", CIKM 2013); what was typed is not read.
 */
function afterSearch(run: SearchRun, event: SedgeEvent): SearchRun {
  switch (event.kind) {
    case "search":
      return { isOpen: true, count: run.isOpen ? oneMore(run.count) : run.count };
    case "page-view":
      return RESULT_PAGES.has(event.page) ? run : { ...run, isOpen: false };
    default:
      return trackedEvent(event.kind)?.endsSearch ? { ...run, isOpen: false } : run;
  }
}

/** Fields filled before leaving counts as giving a form up. One field may be a filter, a newsletter, a slip. */
const ABANDONED_FIELDS = 2;

/** Use of the forms of the open page. */
const FormUse = v.strictObject({
  /** Fields used since the page was opened or a button was pressed. */
  fields: count,
  /** Forms begun, not sent, and left. */
  abandoned: count,
});
type FormUse = v.InferOutput<typeof FormUse>;

const NO_FORM_USE: FormUse = { fields: 0, abandoned: 0 };

/**
 * Pages whose main purpose is a form. Elsewhere fields filter lists and select sizes, and leaving them is not
 * abandonment.
 */
const FORM_PAGES = new Set<PageKind | null>(["checkout", "account", "support"]);

/**
 * The state after one more event; `page` is the open page. A button pressed after the last field counts as submission:
 * pressing Enter in a form with two or more fields clicks its button, or does nothing without one (HTML, "implicit
 * submission"). A closed tab counts for nothing, because nobody is left to help.
 */
function afterField(use: FormUse, event: SedgeEvent, page: PageKind | null): FormUse {
  switch (event.kind) {
    case "field-used":
      return FORM_PAGES.has(page) ? { ...use, fields: oneMore(use.fields) } : use;
    case "click":
      return event.target === "button" ? { ...use, fields: 0 } : use;
    case "search":
      return { ...use, fields: 0 };
    case "page-view": {
      // The same page again is a reload, or the form's own next step, not a departure.
      const given = event.page !== page && use.fields >= ABANDONED_FIELDS;
      return { fields: 0, abandoned: given ? oneMore(use.abandoned) : use.abandoned };
    }
    default:
      return trackedEvent(event.kind)?.endsForm ? { ...use, fields: 0 } : use;
  }
}

/**
 * An error this soon after a click is put down to it, in milliseconds. Nielsen's limit for an answer that still feels
 * like the click's own is one second; a second more for slow devices, as for dead clicks.
 */
const ERROR_AFTER_CLICK_MS = 2_000;
/** Two failed clicks on one page within this time are one attempt at one thing, in milliseconds. */
const RETRY_WITHIN_MS = 60_000;

/** Clicks on the open page that ended in an error, up to the threshold of a loop. */
const ErrorLoop = v.strictObject({
  /** The last click that no error was put down to yet, milliseconds since 1970. */
  clickAt: v.nullable(time),
  failedAt: v.nullable(time),
  /** Failed clicks that came after another failed click on the same page within a minute. */
  count,
});
type ErrorLoop = v.InferOutput<typeof ErrorLoop>;

const NO_ERROR_LOOP: ErrorLoop = { clickAt: null, failedAt: null, count: 0 };

/** The loop after one event more. Errors that no click went before are the page's own affair and count for nothing. */
function afterErrorOrClick(loop: ErrorLoop, event: SedgeEvent): ErrorLoop {
  switch (event.kind) {
    case "page-view":
      return { ...NO_ERROR_LOOP, count: loop.count };
    case "click":
      return { ...loop, clickAt: event.at };
    case "error": {
      if (loop.clickAt === null || event.at - loop.clickAt > ERROR_AFTER_CLICK_MS) return loop;
      const again = loop.failedAt !== null && event.at - loop.failedAt <= RETRY_WITHIN_MS;
      return { clickAt: null, failedAt: event.at, count: again ? oneMore(loop.count) : loop.count };
    }
    default:
      return loop;
  }
}

/** What a session keeps of what went wrong beyond the counts of its events. Of fixed size. */
export const Struggle = v.strictObject({
  errorLoop: ErrorLoop,
  search: SearchRun,
  form: FormUse,
  pair: PagePair,
  text: TextScores,
});
export type Struggle = v.InferOutput<typeof Struggle>;

export const NO_STRUGGLE: Struggle = {
  errorLoop: NO_ERROR_LOOP,
  search: NO_SEARCH_RUN,
  form: NO_FORM_USE,
  pair: NO_PAGE_PAIR,
  text: NO_TEXT_SCORES,
};

/** The struggle after one event more; `page` is the page that was open when it happened. Pure; no count ever falls. */
export function struggleOn(struggle: Struggle, event: SedgeEvent, page: PageKind | null): Struggle {
  return {
    errorLoop: afterErrorOrClick(struggle.errorLoop, event),
    search: afterSearch(struggle.search, event),
    form: afterField(struggle.form, event, page),
    pair: afterPage(struggle.pair, event),
    text: afterText(struggle.text, event),
  };
}
