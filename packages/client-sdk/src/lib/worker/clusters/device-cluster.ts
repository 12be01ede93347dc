import { clusterOf, codewordOf, type FeatureRecord } from "@sedge/features";
import type { Channel, Codebook } from "@sedge/protocol";
import type { ClusterAnswer } from "../../classification.ts";

/** The cluster that the device finds alone, in a codebook, with the reason why it had to. */
export function deviceCluster(
  codebook: Codebook,
  record: FeatureRecord,
  minPeople: number,
  channel: Channel,
  because: NonNullable<ClusterAnswer["because"]>,
): ClusterAnswer | undefined {
  const found = clusterOf(codebook, codewordOf(codebook, record, minPeople));
  return found && { ...found, channels: [channel], source: "device", because };
}
