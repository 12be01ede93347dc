/**
 * What a condition can ask after by name: the cluster's id, the likeliest intent, the journey stage, triggers that fired, how
 * the visit arrived (its channel, and what kind of source), signs of friction, the channels that the cluster rests on.
 */
export const NAMED_SUBJECTS = [
  "cluster",
  "intent",
  "stage",
  "trigger",
  "arrival",
  "source",
  "sign",
  "channel",
] as const;
export type NamedSubject = (typeof NAMED_SUBJECTS)[number];

/**
 * What a condition can compare: `propensity` to buy, the friction score, how likely the matter comes back (`unresolved`), the
 * cluster's `confidence`, all 0 to 1, and its `level`, a whole number.
 */
export const MEASURED_SUBJECTS = ["propensity", "friction", "unresolved", "confidence", "level"] as const;

/** Groups of numbers that are distinguished by a code behind a dot: `intent.compare`, `prediction.reach-9`. */
export const MEASURED_GROUPS = ["intent", "prediction"] as const;

export const COMPARISONS = [">=", "<=", ">", "<"] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** A condition, parsed. Plain JSON. */
export type Expression =
  | { readonly op: "is"; readonly subject: NamedSubject; readonly names: readonly string[] }
  | { readonly op: "compare"; readonly subject: string; readonly by: Comparison; readonly limit: number }
  | { readonly op: "not"; readonly of: Expression }
  | { readonly op: "and" | "or"; readonly of: readonly Expression[] };

/** An expression as people write it; parsing it gives the same expression again. */
export function written(expression: Expression): string {
  switch (expression.op) {
    case "is":
      return `${expression.subject}:${expression.names.join(",")}`;
    case "compare":
      return `${expression.subject}${expression.by}${expression.limit}`;
    case "not":
      return `!${grouped(expression.of)}`;
    default:
      return expression.of.map(grouped).join(expression.op === "and" ? "&" : "|");
  }
}

function grouped(expression: Expression): string {
  const isOne = expression.op === "is" || expression.op === "compare" || expression.op === "not";
  return isOne ? written(expression) : `(${written(expression)})`;
}
