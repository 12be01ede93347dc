import type { AnswerForm } from "@sedge/models/evaluation";

/** The form of a model that says one class of `codes`. Of two, the positive one is the one that sorts last: 1, yes, true. */
export function oneOf(codes: readonly string[]): AnswerForm {
  const last = codes.toSorted((a, b) => (a < b ? -1 : 1)).at(-1) ?? "";
  return { kind: "one", classes: codes.length, positive: codes.indexOf(last) };
}

/** The form of a model that says of each class by itself whether it holds. */
export function severalOf(codes: readonly string[]): AnswerForm {
  return { kind: "several", classes: codes.length, positive: codes.length - 1 };
}
