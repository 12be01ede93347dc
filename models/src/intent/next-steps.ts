import type { NextStep } from "@sedge/features/intent";
import type { Click, ClickSession } from "../clickstream.ts";

/** Clicks that count as next: as many as still distinguish one plan from the one after it. */
const LOOK_AHEAD = 3;
/** Product pages remembered for a return, as many as a device remembers. */
const REMEMBERED = 64;

/**
 * What the visitor did after click `index` (0 the first), by the next three clicks. No data set records what visitors
 * meant, so each step is defined by what can be counted:
 *
 * - `leave`: no further click.
 * - `compare`: among the next three clicks is a return to a product seen before, with another product in between;
 *   alternating between two products is such a return.
 * - `research`: otherwise, all of the next clicks (up to three) stay in the category of this one.
 * - `browse`: otherwise; at least one of them is in another category.
 */
export function nextStep({ clicks }: ClickSession, index: number): NextStep {
  const next = clicks.slice(index + 1, index + 1 + LOOK_AHEAD);
  if (next.length === 0) return "leave";
  if (next.some((click, ahead) => isReturn(clicks, index + 1 + ahead, click))) return "compare";
  return next.every(({ category }) => category === clicks[index]?.category) ? "research" : "browse";
}

function isReturn(clicks: readonly Click[], at: number, { item }: Click): boolean {
  if (clicks[at - 1]?.item === item) return false;
  const seen = new Set<number>();
  for (let before = at - 1; before >= 0 && seen.size < REMEMBERED; before -= 1) {
    const other = clicks[before]?.item;
    if (other === item) return true;
    if (other !== undefined) seen.add(other);
  }
  return false;
}
