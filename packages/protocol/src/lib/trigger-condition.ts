import * as v from "valibot";
import { Channel } from "./channel.ts";
import { ClusterId } from "./codebook.ts";
import { MAX_TRANSITIONS } from "./channel-transition.ts";
import { JourneyStage } from "./journey-stage.ts";
import { MAX_CONDITION_DEPTH, MAX_CONDITION_HOURS, MAX_CONDITION_PARTS } from "./limits.ts";

const hours = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_CONDITION_HOURS));
const clusters = v.pipe(v.array(ClusterId), v.minLength(1), v.maxLength(MAX_CONDITION_PARTS));

/** The profile's cluster is one of these; with `channel`, the cluster of what that channel alone says. */
const ClusterCondition = v.strictObject({ cluster: clusters, channel: v.exactOptional(Channel) });
/** The profile stands at one of these stages, as the edge sees it. */
const StageCondition = v.strictObject({ stage: v.pipe(v.array(JourneyStage), v.minLength(1)) });
/**
 * The channel (`any`: the latest of all) was seen. `withinHours` n: in this hour of the clock or the n before it. `beyondHours` n:
 * earlier than that, so that n full hours have passed since. One that was never seen is neither.
 */
const SeenCondition = v.pipe(
  v.strictObject({
    seen: v.picklist([...Channel.options, "any"]),
    withinHours: v.exactOptional(hours),
    beyondHours: v.exactOptional(hours),
  }),
  v.check(
    ({ withinHours, beyondHours }) =>
      withinHours === undefined || beyondHours === undefined || beyondHours < withinHours,
    "no hour is beyond `beyondHours` and within `withinHours`",
  ),
);
/** The person was seen on one channel and next on another, so often or more within 30 days. */
const TransitionCondition = v.strictObject({
  transition: v.strictObject({ from: Channel, to: Channel }),
  atLeast: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_TRANSITIONS)), 1),
});

type Leaf =
  | v.InferOutput<typeof ClusterCondition>
  | v.InferOutput<typeof StageCondition>
  | v.InferOutput<typeof SeenCondition>
  | v.InferOutput<typeof TransitionCondition>;

/** What must hold of a profile: a condition, or all, any or none of others. */
export type TriggerCondition =
  | Leaf
  | { readonly all: readonly TriggerCondition[] }
  | { readonly any: readonly TriggerCondition[] }
  | { readonly not: TriggerCondition };

const parts = v.pipe(
  v.array(v.lazy((): v.GenericSchema<unknown, TriggerCondition> => Condition)),
  v.minLength(1),
  v.maxLength(MAX_CONDITION_PARTS),
);
const BY_NAME = {
  cluster: ClusterCondition,
  stage: StageCondition,
  seen: SeenCondition,
  transition: TransitionCondition,
  all: v.strictObject({ all: parts }),
  any: v.strictObject({ any: parts }),
  not: v.strictObject({ not: v.lazy((): v.GenericSchema<unknown, TriggerCondition> => Condition) }),
} as const;

// A union by the one name that each has, so that an error says what is wrong inside and not that nothing fits.
const Condition: v.GenericSchema<unknown, TriggerCondition> = v.lazy(conditionSchema);

function conditionSchema(raw: unknown): v.GenericSchema<unknown, TriggerCondition> {
  const name = Object.keys(Object(raw)).find((key): key is keyof typeof BY_NAME => Object.hasOwn(BY_NAME, key));
  return name === undefined ? v.union(Object.values(BY_NAME)) : BY_NAME[name];
}

/** How deep a condition is nested, 1 for one alone, and how many there are in it; no further than the bounds. */
function extentOf(raw: unknown, depth = 1): { depth: number; parts: number } {
  if (depth > MAX_CONDITION_DEPTH) return { depth, parts: 1 };
  const { all, any, not }: { all?: unknown; any?: unknown; not?: unknown } = Object(raw);
  const inner = [all, any].flatMap((list) => (Array.isArray(list) ? list : []));
  const extents = (not === undefined ? inner : [...inner, not]).map((one) => extentOf(one, depth + 1));
  return {
    depth: Math.max(depth, ...extents.map((one) => one.depth)),
    parts: 1 + extents.reduce((sum, one) => sum + one.parts, 0),
  };
}

/** {@link TriggerCondition}, at most 5 deep and of 64 parts. */
export const TriggerCondition = v.pipe(
  v.unknown(),
  v.check((raw) => {
    const { depth, parts } = extentOf(raw);
    return depth <= MAX_CONDITION_DEPTH && parts <= MAX_CONDITION_PARTS;
  }, "conditions are nested too deep, or too many"),
  Condition,
);
