import type { CLICK_TARGETS } from "@sedge/features";
import { type ElementPath, nearest } from "./clicked-element.ts";

const ITEM = '[data-sedge-item],[itemtype*="schema.org/Product"]';
export const EDITED = "textarea,select,[contenteditable]:not([contenteditable=false])";
const FIELD = `input:not([type=button],[type=submit],[type=reset],[type=image]),label,${EDITED}`;
const BUTTON = "button,[role=button],input,summary,[data-sedge-action]";
const LINK = "a[href],area[href],[role=link]";

/** Buttons, links and the parts of tabs and menus. */
export const CONTROL = `${BUTTON},${LINK},[role=tab],[role=menuitem],[role=option],[role=switch]`;
/** Things that look as though a click would do something. */
export const ACTIVE = `${CONTROL},[onclick]`;
/**
 * What a click landed on, by the nearest element that says so; a link in a list's entry, and the entry itself, are an
 * item, a button in it is a button.
 */
export function targetKind(path: ElementPath): (typeof CLICK_TARGETS)[number] {
  const control = nearest(path, `${FIELD},${BUTTON},${LINK}`);
  if (control?.matches(FIELD)) return "field";
  if (control?.matches(BUTTON)) return "button";
  if (nearest(path, ITEM)) return "item";
  return control ? "link" : "other";
}
