import type { TriggerCondition } from "@sedge/protocol";
import { type ProfileFacts, silence } from "./profile-facts.ts";

/** One condition of a rule, and whether it held. */
export interface ConditionLine {
  /** How deep it is nested, 0 the rule's own. */
  readonly depth: number;
  readonly holds: boolean;
  /** What was asked and what was found, in words. */
  readonly text: string;
}

/** Whether a rule's condition holds, and why: each line's own outcome, outermost first. */
export interface Firing {
  readonly holds: boolean;
  readonly lines: readonly ConditionLine[];
}

/** Looks at a rule's condition. Every part is looked at, also where the outcome is clear before. Pure. */
export function firedBy(when: TriggerCondition, facts: ProfileFacts, depth = 0): Firing {
  if ("all" in when)
    return together(when.all, "all of these", (inner) => inner.every(({ holds }) => holds), facts, depth);
  if ("any" in when)
    return together(when.any, "any of these", (inner) => inner.some(({ holds }) => holds), facts, depth);
  if ("not" in when) return together([when.not], "not this", ([inner]) => !inner?.holds, facts, depth);
  const { holds, text } = leaf(when, facts);
  return { holds, lines: [{ depth, holds, text }] };
}

function together(
  parts: readonly TriggerCondition[],
  text: string,
  decide: (inner: readonly Firing[]) => boolean,
  facts: ProfileFacts,
  depth: number,
): Firing {
  const inner = parts.map((part) => firedBy(part, facts, depth + 1));
  const holds = decide(inner);
  return { holds, lines: [{ depth, holds, text }, ...inner.flatMap(({ lines }) => lines)] };
}

type Leaf = Exclude<
  TriggerCondition,
  { readonly all: unknown } | { readonly any: unknown } | { readonly not: unknown }
>;

function leaf(when: Leaf, facts: ProfileFacts): { holds: boolean; text: string } {
  if ("cluster" in when) {
    const found = when.channel === undefined ? facts.cluster : (facts.clusters[when.channel] ?? null);
    const subject = when.channel === undefined ? "cluster" : `cluster of ${when.channel}`;
    const holds = found !== null && when.cluster.includes(found);
    return { holds, text: `${subject} is ${when.cluster.join(" or ")}: it is ${found ?? "not known"}` };
  }
  if ("stage" in when) {
    return {
      holds: when.stage.includes(facts.stage),
      text: `stage is ${when.stage.join(" or ")}: it is ${facts.stage}`,
    };
  }
  if ("transition" in when) {
    const { from, to } = when.transition;
    const times = facts.transitions.find((one) => one.from === from && one.to === to)?.times ?? 0;
    const { atLeast } = when;
    return { holds: times >= atLeast, text: `from ${from} to ${to}, ${atLeast} times or more: ${times} times` };
  }
  const hours = silence(facts)[when.seen];
  const { withinHours = Infinity, beyondHours = -1 } = when;
  const asked = [
    when.withinHours === undefined ? [] : [`within ${withinHours} hours`],
    when.beyondHours === undefined ? [] : [`beyond ${beyondHours} hours`],
  ].flat();
  return {
    holds: hours !== undefined && hours <= withinHours && hours > beyondHours,
    text: `${when.seen} seen${asked.map((one) => ` ${one}`).join(" and")}: ${
      hours === undefined ? "never" : `${hours} hours ago`
    }`,
  };
}
