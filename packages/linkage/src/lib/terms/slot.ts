import type { FieldKind } from "./person-record.ts";
import type { TermKind } from "./term-kind.ts";

/** Positions of tokens in a record. */
export type Slot = `${FieldKind}.${TermKind}`;

/** The field and the kind of term that a slot names. */
export function slotPath(slot: Slot): readonly [field: FieldKind, kind: TermKind] {
  const dot = slot.indexOf(".");
  return [slot.slice(0, dot) as FieldKind, slot.slice(dot + 1) as TermKind];
}
