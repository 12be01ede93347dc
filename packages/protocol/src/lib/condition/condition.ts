export const COMPARISONS = [">=", "<=", ">", "<"] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** One test of one fact: a name is one of these, or a number compares with a limit. */
export type Term =
  | { readonly op: "is"; readonly subject: string; readonly names: readonly string[] }
  | { readonly op: "compare"; readonly subject: string; readonly by: Comparison; readonly limit: number };

/** What page rules and trigger rules test, parsed. Plain JSON. On the wire, in files and in attributes it is text. */
export type Condition =
  | Term
  | { readonly op: "not"; readonly of: Condition }
  | { readonly op: "all"; readonly of: readonly Condition[] }
  | { readonly op: "any"; readonly of: readonly Condition[] };

/** A term as people write it. */
export function printTerm(term: Term): string {
  return term.op === "is" ? `${term.subject}:${term.names.join(",")}` : `${term.subject}${term.by}${term.limit}`;
}

/** A condition as people write it. Parsing the text gives the same condition again. */
export function printCondition(condition: Condition): string {
  switch (condition.op) {
    case "not":
      return `!${grouped(condition.of, ["all", "any"])}`;
    case "all":
      return condition.of.map((part) => grouped(part, ["all", "any"])).join(" & ");
    case "any":
      return condition.of.map((part) => grouped(part, ["any"])).join(" | ");
    default:
      return printTerm(condition);
  }
}

function grouped(condition: Condition, ops: readonly Condition["op"][]): string {
  const text = printCondition(condition);
  return ops.includes(condition.op) ? `(${text})` : text;
}
