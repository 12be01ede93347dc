import { BLOCK_RULES } from "../terms/block-rule.ts";
import type { Slot } from "../terms/slot.ts";
import { COMPARISONS } from "./comparison.ts";

/** Every slot that a comparison or a block reads. */
export const SLOTS: readonly Slot[] = [
  ...new Set<Slot>([
    ...COMPARISONS.flatMap(({ present, levels }) => [...present, ...levels.flatMap(({ shares }) => shares.flat())]),
    ...BLOCK_RULES.flatMap(({ slots }) => slots),
  ]),
];

const NUMBERS = new Map(SLOTS.map((slot, number) => [slot, number]));

/** A slot's place in `SLOTS`. */
export function slotNumber(slot: Slot): number {
  return NUMBERS.get(slot) ?? -1;
}
