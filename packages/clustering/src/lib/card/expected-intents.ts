import { channelsIn, ownCoordinates, PRESENCE, profileFeatures } from "@sedge/features/profile";
import type { Codebook } from "@sedge/protocol";
import * as v from "valibot";
import { exp } from "../arithmetic/portable.ts";

const finite = v.pipe(v.number(), v.finite());

/**
 * Model of a visit's next step from public data: for each intent a logistic regression on a visit's coordinates and
 * their squares. `weights`: those of the coordinates, of their squares, and the intercept.
 */
export const IntentModel = v.pipe(
  v.strictObject({
    features: v.array(v.string()),
    intents: v.array(v.strictObject({ code: v.string(), weights: v.array(finite) })),
  }),
  v.check(
    ({ features, intents }) => intents.every(({ weights }) => weights.length === 2 * features.length + 1),
    "weights and features do not agree",
  ),
);
export type IntentModel = v.InferOutput<typeof IntentModel>;

/** An intent and the share of the visits that have it; the shares of all add up to 1. */
export interface IntentShare {
  readonly code: string;
  readonly share: number;
}

/** The regression's inputs for a visit's coordinates. */
export function intentInputs(coordinates: readonly number[]): number[] {
  return [...coordinates, ...coordinates.map((x) => x * x)];
}

/** Next-step probabilities of visits at these coordinates, in the model's order. */
export function intentsAt({ intents }: IntentModel, coordinates: readonly number[]): IntentShare[] {
  const inputs = [...intentInputs(coordinates), 1];
  const chances = intents.map(({ code, weights }) => {
    const logit = inputs.reduce((sum, x, i) => sum + x * (weights[i] ?? 0), 0);
    return { code, chance: 1 / (1 + exp(-logit)) };
  });
  const all = chances.reduce((sum, { chance }) => sum + chance, 0);
  return chances.map(({ code, chance }) => ({ code, share: chance / all }));
}

/**
 * Next steps of a cluster's people, averaged over its cells by their people. No device is asked: the result describes
 * similar visits in the public data, not what these visitors wanted. Undefined if the space has other features than the
 * model, or the web has not met most of the cluster's people.
 *
 * @param cells - Centroid and people of each of the cluster's cells.
 */
export function expectedIntents(
  model: IntentModel,
  codebook: Pick<Codebook, "featureSchema" | "features">,
  cells: readonly { readonly centroid: readonly number[]; readonly count: number }[],
): IntentShare[] | undefined {
  const visits = cells.flatMap(({ centroid, count }) => {
    const visit = visitOf(model, codebook, centroid);
    return visit && count > 0 ? [{ visit, count }] : [];
  });
  const people = visits.reduce((sum, { count }) => sum + count, 0);
  if (people === 0 || 2 * people < cells.reduce((sum, { count }) => sum + count, 0)) return undefined;
  const weighted = visits.map(({ visit, count }) => ({ shares: intentsAt(model, visit), weight: count / people }));
  return model.intents.map(({ code }, i) => ({
    code,
    share: weighted.reduce((sum, { shares, weight }) => sum + weight * (shares[i]?.share ?? 0), 0),
  }));
}

/** A cell's coordinates as a visit; undefined if it is not one. */
function visitOf(
  { features }: IntentModel,
  codebook: Pick<Codebook, "featureSchema" | "features">,
  centroid: readonly number[],
): readonly number[] | undefined {
  const channels = channelsIn(codebook);
  if (!channels) return codebook.features.join() === features.join() ? centroid : undefined;
  const web = channels.find(({ channel }) => channel === "web");
  if (!web || web.features.map(({ name }) => name).join() !== features.join()) return undefined;
  const flag = codebook.features.indexOf(profileFeatures([web])[0] ?? "");
  return (centroid[flag] ?? 0) >= PRESENCE / 2 ? ownCoordinates(channels, "web", centroid) : undefined;
}
