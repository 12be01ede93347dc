import type { TriggerCondition } from "@sedge/protocol";
import { type ProfileFacts, silence } from "./profile-facts.ts";

/** One condition of a rule, and whether it held. */
export interface ConditionLine {
  /** How deep it is nested, 0 the rule's own. */
  readonly depth: number;
  readonly matches: boolean;
  /** What was asked and what was found, in words. */
  readonly text: string;
}

/** Whether a rule's condition matches, and why: each line's own outcome, outermost first. */
export interface Firing {
  readonly matches: boolean;
  readonly lines: readonly ConditionLine[];
}

/** Looks at a rule's condition. Every part is looked at, also where the outcome is clear before. Pure. */
export function firedBy(when: TriggerCondition, facts: ProfileFacts, depth = 0): Firing {
  if ("all" in when)
    return together(when.all, "all of these", (inner) => inner.every(({ matches }) => matches), facts, depth);
  if ("any" in when)
    return together(when.any, "any of these", (inner) => inner.some(({ matches }) => matches), facts, depth);
  if ("not" in when) return together([when.not], "not this", ([inner]) => !inner?.matches, facts, depth);
  const { matches, text } = leaf(when, facts);
  return { matches, lines: [{ depth, matches, text }] };
}

function together(
  parts: readonly TriggerCondition[],
  text: string,
  decide: (inner: readonly Firing[]) => boolean,
  facts: ProfileFacts,
  depth: number,
): Firing {
  const inner = parts.map((part) => firedBy(part, facts, depth + 1));
  const matches = decide(inner);
  return { matches, lines: [{ depth, matches, text }, ...inner.flatMap(({ lines }) => lines)] };
}

type Leaf = Exclude<
  TriggerCondition,
  { readonly all: unknown } | { readonly any: unknown } | { readonly not: unknown }
>;

function leaf(when: Leaf, facts: ProfileFacts): { matches: boolean; text: string } {
  if ("cluster" in when) {
    const found = when.channel === undefined ? facts.cluster : (facts.clusters[when.channel] ?? null);
    const subject = when.channel === undefined ? "cluster" : `cluster of ${when.channel}`;
    const matches = found !== null && when.cluster.includes(found);
    return { matches, text: `${subject} is ${when.cluster.join(" or ")}: it is ${found ?? "not known"}` };
  }
  if ("stage" in when) {
    return {
      matches: when.stage.includes(facts.stage),
      text: `stage is ${when.stage.join(" or ")}: it is ${facts.stage}`,
    };
  }
  if ("transition" in when) {
    const { from, to } = when.transition;
    const times = facts.transitions.find((one) => one.from === from && one.to === to)?.times ?? 0;
    const { atLeast } = when;
    return { matches: times >= atLeast, text: `from ${from} to ${to}, ${atLeast} times or more: ${times} times` };
  }
  const hours = silence(facts)[when.seen];
  const { withinHours = Infinity, beyondHours = -1 } = when;
  const asked = [
    when.withinHours === undefined ? [] : [`within ${withinHours} hours`],
    when.beyondHours === undefined ? [] : [`beyond ${beyondHours} hours`],
  ].flat();
  return {
    matches: hours !== undefined && hours <= withinHours && hours > beyondHours,
    text: `${when.seen} seen${asked.map((one) => ` ${one}`).join(" and")}: ${
      hours === undefined ? "never" : `${hours} hours ago`
    }`,
  };
}
