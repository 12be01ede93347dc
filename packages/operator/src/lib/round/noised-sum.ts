import { addNoise, addSums, decodeSum, drawNoise, encodeSum, zeroSum } from "@sedge/privacy/contribution";
import { type RoundTerms, shapeOfMeasurement } from "@sedge/protocol";
import { secureRandom } from "../secure-random.ts";

/**
 * This operator's share of a round's sum, with its noise. To be made once, and stored before anybody sees it.
 *
 * @param parts - What each of the round's objects has summed up.
 * @throws ContributionError for a part that is no sum of this round.
 */
export function noisedSum({ measurement, noise }: RoundTerms, parts: readonly Uint8Array[]): Uint8Array {
  const shape = shapeOfMeasurement(measurement);
  const sum = parts.map((part) => decodeSum(shape, part)).reduce(addSums, zeroSum(shape));
  return encodeSum(addNoise(sum, drawNoise(shape, noise, secureRandom)));
}
