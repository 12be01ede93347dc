import { epsilonOf, roundRho } from "@sedge/privacy/accountant";
import { microEpsilonOf } from "@sedge/privacy/budget";
import { type Round, shapeOfMeasurement } from "@sedge/protocol";

/** More is beyond any budget, and no figure that a ledger can hold. */
const MAX_EPSILON = 1_000;
/** Largest delta at which a person's epsilon is reckoned: at a larger one, every round would look cheap. */
const OWN_MAX_DELTA = 1e-6;

/**
 * What the round costs a person in millionths of epsilon, by the noise that it states; the edge's own word for it is not
 * taken.
 */
export function costOf({ noise, measurement, delta }: Round): number {
  const rho = roundRho({ ...noise, ...shapeOfMeasurement(measurement) });
  return microEpsilonOf(Math.min(MAX_EPSILON, epsilonOf(rho, Math.min(delta, OWN_MAX_DELTA))));
}
