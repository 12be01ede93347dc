/** Who evaluates a condition: the SDK on the page, or the edge. Each knows other facts. */
export type Evaluator = "page" | "edge";

/** Where each subject is known. One that ends with a dot is followed by a code: `cluster.web`, `intent.buy`. */
type Subjects = Readonly<Record<string, readonly Evaluator[]>>;

const page = ["page"] as const;
const edge = ["edge"] as const;
const both = ["page", "edge"] as const;

/** What a condition can test by name. docs/conditions.md says what each means. */
export const NAMED_SUBJECTS: Subjects = {
  cluster: both,
  stage: both,
  channel: both,
  intent: page,
  trigger: page,
  arrival: page,
  source: page,
  sign: page,
  seen: edge,
  "cluster.": edge,
};

/** What a condition can compare with a limit. */
export const MEASURED_SUBJECTS: Subjects = {
  confidence: both,
  level: both,
  propensity: page,
  friction: page,
  unresolved: page,
  "intent.": page,
  "prediction.": page,
  "hours-since.": edge,
  "transitions.": edge,
};

/** Who knows a subject; undefined if it is not of this kind. */
export function knownBy(subjects: Subjects, subject: string): readonly Evaluator[] | undefined {
  // Up to the first dot, and that one with it.
  const [group = ""] = /^[^.]*\.?/.exec(subject) ?? [];
  return Object.hasOwn(subjects, group) ? subjects[group] : undefined;
}
