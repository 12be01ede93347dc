import { type IntentModel, intentInputs, intentsAt } from "@sedge/clustering/card";
import { featureRecord } from "@sedge/features";
import { NEXT_STEPS, type NextStep } from "@sedge/features/intent";
import { type ClickSession, prefixesOf } from "../clickstream.ts";
import { PLAN, pointOf } from "../codebook-prior.ts";
import { nearestOf } from "../k-means.ts";
import { fitLogistic } from "../logistic-regression.ts";
import { nextStep } from "./next-steps.ts";
import { MOST_CLICKS } from "./session-intent-model.ts";

const RIDGE = 1;

/** Where a visit stands at a click, and what came next. */
interface Standing {
  readonly point: readonly number[];
  readonly step: NextStep;
}

function standings(sessions: readonly ClickSession[]): Standing[] {
  return sessions.flatMap((session) =>
    prefixesOf(session, MOST_CLICKS).map((prefix, index) => ({
      point: pointOf(PLAN.features, featureRecord(prefix)),
      step: nextStep(session, index),
    })),
  );
}

/** What visitors do next by where their visit stands, learnt from every click of the visits, up to 40. */
export function fitClusterIntents(sessions: readonly ClickSession[]): IntentModel {
  const known = standings(sessions);
  const inputs = known.map(({ point }) => intentInputs(point));
  return {
    features: [...PLAN.features],
    intents: NEXT_STEPS.map((code) => ({
      code,
      weights: fitLogistic(
        inputs,
        known.map(({ step }) => step === code),
        RIDGE,
      ).map((weight) => Math.round(weight * 10_000) / 10_000),
    })),
  };
}

/** How far the shares that the model expects of clusters are from what their visitors did. */
export interface ClusterIntentFigures {
  /** Mean absolute difference of a cluster's expected and counted share, over clusters and intents. */
  readonly error: number;
  /** The same where every cluster is expected to be like all visits. */
  readonly withoutModel: number;
  /** Clicks of the cluster that has the fewest. */
  readonly fewest: number;
}

/** Compares by the clusters of `centroids`: each click belongs to the nearest. */
export function clusterIntentFigures(
  model: IntentModel,
  centroids: readonly (readonly number[])[],
  unseen: readonly ClickSession[],
): ClusterIntentFigures {
  const all = standings(unseen);
  const groups = centroids.map((): Standing[] => []);
  for (const standing of all) groups[nearestOf(standing.point, centroids)[0]]?.push(standing);
  const overall = countedShares(all);
  const filled = groups.filter((group) => group.length > 0);
  const gaps = filled.map((group) => {
    const counted = countedShares(group);
    const expected = NEXT_STEPS.map(
      (_, i) => group.reduce((sum, { point }) => sum + (intentsAt(model, point)[i]?.share ?? 0), 0) / group.length,
    );
    return { model: meanGap(counted, expected), none: meanGap(counted, overall) };
  });
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  return {
    error: mean(gaps.map((gap) => gap.model)),
    withoutModel: mean(gaps.map((gap) => gap.none)),
    fewest: Math.min(...filled.map((group) => group.length)),
  };
}

function countedShares(group: readonly Standing[]): number[] {
  return NEXT_STEPS.map((code) => group.filter(({ step }) => step === code).length / group.length);
}

function meanGap(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + Math.abs(x - (b[i] ?? 0)), 0) / a.length;
}
