import { FEATURE_SCHEMA, featureNamed, featureRecord, type FeatureRecord } from "@sedge/features";
import type { Codebook } from "@sedge/protocol";
import { type ClickSession, prefixesOf } from "./clickstream.ts";
import type { Weighted } from "./k-means.ts";
import { type CodebookPlan, codebookOf } from "./point-codebook.ts";

/** Fixed on the April to June sessions; EXPERIMENTS.md says what else was tried. */
export const PLAN: CodebookPlan = {
  featureSchema: FEATURE_SCHEMA,
  features: ["depth", "breadth", "wandering", "return", "paging", "spread"],
  shape: { branches: [8, 4, 3], minWeight: 100 },
  clusters: 10,
  seed: 20_080_401,
};

/** A record's point in the codebook's space. */
export function pointOf(features: readonly string[], record: FeatureRecord): number[] {
  return features.map((name) => featureNamed(record, name) ?? 0);
}

/** The codebook of these visits: each is one person and weighs 1, as its whole visit. */
export function buildCodebook(sessions: readonly ClickSession[], plan: CodebookPlan): Codebook {
  const points = sessions.flatMap((session): Weighted[] => {
    const whole = prefixesOf(session).at(-1);
    return whole ? [{ point: pointOf(plan.features, featureRecord(whole)), weight: 1 }] : [];
  });
  return codebookOf(points, plan);
}
