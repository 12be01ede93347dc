import { firstDifference } from "@sedge/clustering/repeat";
import { profilePrior } from "@sedge/clustering/profile-prior";
import { channelsIn } from "@sedge/features/profile";
import { Codebook } from "@sedge/protocol";
import * as v from "valibot";
import tills from "../../../../../models/till-prior/codebook.json" with { type: "json" };
import visits from "../../../../../models/codebook-prior/codebook.json" with { type: "json" };

/** Where a first generation differs from the prior that Sedge ships for its channels; undefined if it does not. */
export function priorDifference(first: Codebook): string | undefined {
  const shipped = v.parse(Codebook, visits);
  const channels = channelsIn(first)?.map(({ channel }) => channel);
  if (!channels) return firstDifference(first, shipped);
  if (!channels.includes("web")) return "features: the web is not among the channels";
  return firstDifference(first, profilePrior(shipped, [v.parse(Codebook, tills)], channels));
}
