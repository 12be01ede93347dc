import * as v from "valibot";
import { type Comparison, type Condition, printCondition } from "./condition.ts";

/** Deepest nesting that versions 4 and 5 accepted. */
const MAX_DEPTH = 5;
/** Most parts, and most names, of one condition then. */
const MAX_PARTS = 64;
const limit = v.pipe(v.number(), v.integer(), v.minValue(0));
const name = v.pipe(v.string(), v.regex(/^[\w-]+$/));
const names = v.pipe(v.array(name), v.minLength(1), v.maxLength(MAX_PARTS));

const is = (subject: string, of: readonly string[]): Condition => ({ op: "is", subject, names: of });
const compare = (subject: string, by: Comparison, value: number): Condition => ({
  op: "compare",
  subject,
  by,
  limit: value,
});

const ClusterTerm = v.pipe(
  v.strictObject({ cluster: names, channel: v.exactOptional(name) }),
  v.transform(({ cluster, channel }) => is(channel === undefined ? "cluster" : `cluster.${channel}`, cluster)),
);
const StageTerm = v.pipe(
  v.strictObject({ stage: names }),
  v.transform(({ stage }) => is("stage", stage)),
);
const TransitionTerm = v.pipe(
  v.strictObject({ transition: v.strictObject({ from: name, to: name }), atLeast: v.optional(limit, 1) }),
  v.transform(({ transition: { from, to }, atLeast }) => compare(`transitions.${from}.${to}`, ">=", atLeast)),
);
const SeenTerm = v.pipe(
  v.strictObject({ seen: name, withinHours: v.exactOptional(limit), beyondHours: v.exactOptional(limit) }),
  v.transform(({ seen, withinHours, beyondHours }): Condition => {
    const subject = `hours-since.${seen}`;
    // A channel that was never seen was neither within nor beyond any hours.
    const first = withinHours === undefined ? is("seen", [seen]) : compare(subject, "<=", withinHours);
    return beyondHours === undefined ? first : { op: "all", of: [first, compare(subject, ">", beyondHours)] };
  }),
);

/** What is nested at most so deep. */
function nested(depth: number): v.GenericSchema<unknown, Condition> {
  const inner = v.lazy(() => (depth > 1 ? nested(depth - 1) : v.never()));
  const parts = v.pipe(v.array(inner), v.minLength(1), v.maxLength(MAX_PARTS));
  return v.union([
    ClusterTerm,
    StageTerm,
    TransitionTerm,
    SeenTerm,
    v.pipe(
      v.strictObject({ all: parts }),
      v.transform(({ all }): Condition => ({ op: "all", of: all })),
    ),
    v.pipe(
      v.strictObject({ any: parts }),
      v.transform(({ any }): Condition => ({ op: "any", of: any })),
    ),
    v.pipe(
      v.strictObject({ not: inner }),
      v.transform(({ not }): Condition => ({ op: "not", of: not })),
    ),
  ]);
}

const TriggerConditionJson = nested(MAX_DEPTH);

/**
 * The text of a condition that was written as JSON, as versions 4 and 5 of the wire did: in requests of that version, and in rules
 * that were stored then. Undefined for what is none. Goes when version 5 is no longer supported.
 */
export function textOfJsonCondition(json: unknown): string | undefined {
  const result = v.safeParse(TriggerConditionJson, json);
  return result.success ? printCondition(result.output) : undefined;
}
