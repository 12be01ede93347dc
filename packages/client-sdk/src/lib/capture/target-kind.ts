import type { CLICK_TARGETS } from "@sedge/features";

const ITEM = '[data-sedge-item],[itemtype*="schema.org/Product"]';
const FIELD =
  "input:not([type=button]):not([type=submit]):not([type=reset]):not([type=image]),textarea,select,label,[contenteditable=true]";
const BUTTON = "button,[role=button],input,summary,[data-sedge-action]";
const LINK = "a[href],area[href],[role=link]";

/** Things that look as though a click would do something. */
export const ACTIVE = `${BUTTON},${LINK},[onclick],[role=tab],[role=menuitem],[role=option],[role=switch]`;

/**
 * What a click landed on, by the nearest element that says so; a link in a list's entry, and the entry itself, are an
 * item, a button in it is a button.
 */
export function targetKind(target: Element): (typeof CLICK_TARGETS)[number] {
  const nearest = target.closest(`${FIELD},${BUTTON},${LINK}`);
  if (nearest?.matches(FIELD)) return "field";
  if (nearest?.matches(BUTTON)) return "button";
  if (target.closest(ITEM)) return "item";
  return nearest ? "link" : "other";
}
