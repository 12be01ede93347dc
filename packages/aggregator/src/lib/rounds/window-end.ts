import { sumShapeOf } from "@sedge/operator/rounds";
import { ContributionError, decodeSum, openSums } from "@sedge/privacy/contribution";
import type { TaskEnd, TaskTerms } from "@sedge/protocol";

/** Opens a window's sum of both operators' noised shares. A share of the edge that is no sum of this window ends it. */
export function windowEnd(terms: TaskTerms | null, [edge, aggregator]: readonly [Uint8Array, Uint8Array]): TaskEnd {
  if (!terms) return { state: "abandoned", reason: "implausible-sums" };
  const shape = sumShapeOf(terms);
  try {
    const { counts } = openSums(shape, decodeSum(shape, edge), decodeSum(shape, aggregator));
    return { state: "published", counts };
  } catch (error) {
    if (error instanceof ContributionError) return { state: "abandoned", reason: "implausible-sums" };
    throw error;
  }
}
