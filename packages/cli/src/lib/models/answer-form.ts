import type { AnswerForm } from "@sedge/models/evaluation";

/**
 * The output form of a model that selects one of `codes`. Of two classes, the positive one sorts last: 1, yes, true.
 */
export function oneOf(codes: readonly string[]): AnswerForm {
  const last = codes.toSorted((a, b) => (a < b ? -1 : 1)).at(-1) ?? "";
  return { kind: "one", classes: codes.length, positive: codes.indexOf(last) };
}

/** The output form of a model that decides each class separately. */
export function severalOf(codes: readonly string[]): AnswerForm {
  return { kind: "several", classes: codes.length, positive: codes.length - 1 };
}
