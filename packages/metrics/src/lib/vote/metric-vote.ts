import type { MetricVote } from "@sedge/privacy/metric-votes";
import { answerOf, type MetricFacts } from "../kinds/kinds.ts";
import type { Answer, Choose } from "../kinds/metric-kind-rules.ts";
import type { MetricBlock, WindowLayout } from "./window-layout.ts";

/** Value that stands for all that a plan does not list, if it lists this one. */
const OTHER = "other";

/** The bucket of an answer in a block, or null if the plan lists neither one of its values nor "other". */
export function bucketOf({ metric, depth }: Pick<MetricBlock, "metric" | "depth">, answer: Answer): number | null {
  let bucket = 0;
  for (const { name, values } of metric.dimensions.slice(0, depth)) {
    const known = values.indexOf(answer[name] ?? "");
    const index = known === -1 ? values.indexOf(OTHER) : known;
    if (index === -1) return null;
    bucket = bucket * values.length + index;
  }
  return bucket;
}

/**
 * A person's vote in a window: for each block its bucket, or null where its metric does not apply. A metric fills all of its
 * blocks or none. Where more apply than a vote may fill, the plan's first ones are answered.
 *
 * @param choose - Draws with randomness of the device's own.
 */
export function metricVote({ blocks, shape }: WindowLayout, facts: MetricFacts, choose: Choose): MetricVote {
  let left = shape.maxFilled;
  const answers = new Map<string, Answer | null>();
  for (const { metric } of blocks) {
    if (answers.has(metric.id)) continue;
    const answer = answerOf(metric, facts, choose);
    const own = blocks.filter((block) => block.metric.id === metric.id);
    const fits = answer !== null && own.length <= left && own.every((block) => bucketOf(block, answer) !== null);
    answers.set(metric.id, fits ? answer : null);
    if (fits) left -= own.length;
  }
  return blocks.map((block) => {
    const answer = answers.get(block.metric.id);
    return answer ? bucketOf(block, answer) : null;
  });
}
