import { ACTIVE, EDITED } from "./click-target.ts";
import { type ElementPath, nearest } from "./clicked-element.ts";

/** Fields that answer a click by a cursor, a list or a dialog of the browser. */
export const ENTRY = `input:not([type=button],[type=submit],[type=reset],[type=image],[type=checkbox],[type=radio]),${EDITED}`;
/** Parts whose answer no script can see: what they draw or play is not in the document. */
const DRAWN = "canvas,video,audio,embed,object,iframe,[role=application]";
/** Controls that are already in the state that a click asks for. */
const CHOSEN = "[aria-selected=true],[aria-current]:not([aria-current=false])";

/** How many elements around a button may lie between it and the field that it steps. */
const STEPPER_DEPTH = 3;
/** The other fields beside a button are buttons and choices. */
const STEPPED = "input:not([type=hidden],[type=button],[type=submit],[type=checkbox],[type=radio])";
const NUMERIC = "[type=number],[type=range],[inputmode=numeric],[inputmode=decimal],[role=spinbutton]";
const NUMBER = /^\s*\d+(?:[.,]\d+)?\s*$/;
const STEP_SIGN = /^\s*[-+−–＋▲▼△▽]\s*$/;
const STEP_NAME = /plus|minus|incr|decr|step/i;

/**
 * Whether a button steps the number of the one field beside it. A script sets a field's value without a trace in the document, and
 * what a field contains is never read: only how the two are marked, and the value that the page came with.
 */
export function isStepper(path: ElementPath): boolean {
  const index = path.findIndex((element) => element.matches(ACTIVE));
  const button = path[index];
  if (!button) return false;
  const text = button.getAttribute("value") ?? button.textContent ?? "";
  const names = ["class", "id", "name", "aria-label"].map((name) => button.getAttribute(name)).join(" ");
  // An icon has no text; "Add to cart" beside a quantity is no step.
  if (/\p{L}{2}/u.test(text) && !STEP_NAME.test(names)) return false;
  for (const group of path.slice(index + 1, index + 1 + STEPPER_DEPTH)) {
    const [field, second] = group.querySelectorAll(STEPPED);
    if (second) return false;
    if (field) return field.matches(NUMERIC) || STEP_SIGN.test(text) || NUMBER.test(field.getAttribute("value") ?? "");
  }
  return false;
}

/** Whether a click may have an answer that no script can see, so that silence means nothing. */
export function isUnseen(path: ElementPath): boolean {
  const [innermost] = path;
  // A component with a closed shadow root keeps what it shows to itself.
  const isClosed = innermost?.localName.includes("-") === true && !innermost.shadowRoot;
  return isClosed || nearest(path, `${DRAWN},${CHOSEN}`) !== undefined || isStepper(path);
}
