import {
  firedBy,
  hoursSince,
  nextLook,
  type ProfileFacts,
  profileStage,
  describedFeatures,
} from "@sedge/features/journey";
import { clusterOf } from "@sedge/features";
import type { Assignment, Channel, ClusterId, TriggerFindings, TriggerRule, TriggerSettings } from "@sedge/protocol";
import { carriedObservations, fusedAssignment } from "../assignment.ts";
import { currentCodewords } from "../identity/graph/profile.ts";
import type { Site } from "../site.ts";
import type { SiteFiles } from "../site-files.ts";
import type { JourneySummary } from "./shard-triggers.ts";
import { watchedBy } from "./trigger-settings.ts";

/** The result of an evaluation. */
export interface Look {
  /** Rules whose conditions match. */
  readonly matching: readonly { readonly rule: TriggerRule; readonly findings: TriggerFindings }[];
  /** The hour in which a webhook's condition may change, if nothing more is seen the profile; null if none will. */
  readonly next: number | null;
}

/** The facts that rules may use, by the current codebooks, and the cluster to report. @param hour - Since 1970. */
export function factsOf(
  files: SiteFiles,
  site: Site,
  { observations, journey }: Pick<JourneySummary, "observations" | "journey">,
  hour: number,
): { facts: ProfileFacts; assignment: Assignment | null } {
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
  const cluster = assignment?.clusterId ?? null;
  return { facts: { hour, cluster, clusters, stage, seen, transitions }, assignment };
}

/** Evaluates a site's rules for a profile. Pure. @param hour - Since 1970. */
export function lookAt(
  settings: TriggerSettings,
  files: SiteFiles,
  site: Site,
  journey: Pick<JourneySummary, "observations" | "journey">,
  hour: number,
): Look {
  const { facts, assignment } = factsOf(files, site, journey, hour);
  const { version, rules } = settings;
  const cluster = assignment && {
    id: assignment.clusterId,
    name: assignment.clusterName,
    generation: assignment.generation,
    confidence: assignment.confidence,
  };
  const matching = rules
    .filter(({ when }) => firedBy(when, facts).matches)
    .map((rule) => ({ rule, findings: { rule: rule.name, version, stage: facts.stage, cluster } }));
  return { matching, next: nextLook(watchedBy(settings), facts.seen, hour) ?? null };
}
