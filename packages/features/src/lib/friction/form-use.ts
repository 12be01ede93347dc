import * as v from "valibot";
import type { PageKind, SedgeEvent } from "../event.ts";
import { oneMore } from "../tally.ts";
import { trackedEvent } from "../tracked-events.ts";

/** Fields filled before leaving counts as giving a form up. One field may be a filter, a newsletter, a slip. */
const ABANDONED_FIELDS = 2;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Use of the forms of the open page. */
export const FormUse = v.strictObject({
  /** Fields used since the page was opened or a button was pressed. */
  fields: count,
  /** Forms begun, not sent, and left. */
  abandoned: count,
});
export type FormUse = v.InferOutput<typeof FormUse>;

export const NO_FORM_USE: FormUse = { fields: 0, abandoned: 0 };

/** Pages whose form is what one comes for. Elsewhere fields filter lists and choose sizes, and leaving them is no giving up. */
const FORM_PAGES = new Set<PageKind | null>(["checkout", "account", "support"]);

/**
 * The use after one event more; `page` is the page that was open. A button pressed after the last field counts as
 * sending: a form of two fields or more is sent by a button, since Enter works such a form's button, or does nothing
 * where it has none (HTML, "implicit submission"). A tab that is closed tells nothing, as nobody is left to help.
 */
export function afterField(use: FormUse, event: SedgeEvent, page: PageKind | null): FormUse {
  switch (event.kind) {
    case "field-used":
      return FORM_PAGES.has(page) ? { ...use, fields: oneMore(use.fields) } : use;
    case "click":
      return event.target === "button" ? { ...use, fields: 0 } : use;
    case "search":
      return { ...use, fields: 0 };
    case "page-view": {
      // The same page again is a reload, or the form's own next step: nobody has left.
      const given = event.page !== page && use.fields >= ABANDONED_FIELDS;
      return { fields: 0, abandoned: given ? oneMore(use.abandoned) : use.abandoned };
    }
    default:
      return trackedEvent(event.kind)?.endsForm ? { ...use, fields: 0 } : use;
  }
}
