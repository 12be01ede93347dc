import { clusterOf } from "@sedge/features";
import { evaluateCondition } from "@sedge/features/condition";
import { describedFeatures, hoursSince, nextLook, profileFacts, profileStage } from "@sedge/features/journey";
import type { Channel, ClusterId, TriggerFindings, TriggerRule } from "@sedge/protocol";
import { carriedObservations, fusedAssignment } from "../assignment.ts";
import { currentCodewords } from "../identity/graph/profile.ts";
import type { Site } from "../site.ts";
import type { SiteFiles } from "../site-files.ts";
import type { JourneySummary } from "./shard-triggers.ts";
import { type ParsedTriggers, watchedBy } from "./trigger-settings.ts";

/** The result of an evaluation. */
export interface Look {
  /** Rules whose conditions are true; those that are false or unknown do not fire. */
  readonly matching: readonly { readonly rule: TriggerRule; readonly findings: TriggerFindings }[];
  /** The hour in which a webhook's condition may change, if nothing more is seen the profile; null if none will. */
  readonly next: number | null;
}

/** Evaluates a site's rules for a profile, by the current codebooks. Pure. @param hour - Since 1970. */
export function lookAt(
  settings: ParsedTriggers,
  files: SiteFiles,
  site: Site,
  { observations, journey }: Pick<JourneySummary, "observations" | "journey">,
  hour: number,
): Look {
  const codewords = currentCodewords(observations);
  const { codebook, carried } = carriedObservations(files, site, codewords);
  const assignment = fusedAssignment(files, site, codewords);
  const clusters: Partial<Record<Channel, ClusterId>> = {};
  for (const { channel, codeword } of carried) {
    const found = clusterOf(codebook, codeword);
    if (found) clusters[channel] = found.clusterId;
  }
  const { seen, transitions } = journey;
  const stage = profileStage(describedFeatures(codebook, carried), hoursSince(seen, hour));
  const facts = profileFacts({ hour, assignment, clusters, stage, seen, transitions });
  const { version, rules, conditions } = settings;
  const cluster = assignment && {
    id: assignment.clusterId,
    name: assignment.clusterName,
    generation: assignment.generation,
    confidence: assignment.confidence,
  };
  const isTrue = ({ name }: TriggerRule) => {
    const condition = conditions.get(name);
    return condition !== undefined && evaluateCondition(condition, facts).truth === true;
  };
  const matching = rules
    .filter(isTrue)
    .map((rule) => ({ rule, findings: { rule: rule.name, version, stage, cluster } }));
  return { matching, next: nextLook(watchedBy(settings), seen, hour) ?? null };
}
