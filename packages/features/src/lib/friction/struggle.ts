import * as v from "valibot";
import type { PageKind, SedgeEvent } from "../event.ts";
import { afterErrorOrClick, ErrorLoop, NO_ERROR_LOOP } from "./error-loop.ts";
import { afterField, FormUse, NO_FORM_USE } from "./form-use.ts";
import { afterPage, NO_PAGE_PAIR, PagePair } from "./page-pair.ts";
import { afterSearch, NO_SEARCH_RUN, SearchRun } from "./search-run.ts";
import { afterText, NO_TEXT_SCORES, TextScores } from "./text-scores.ts";

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
