import { fromBase64url } from "@sedge/privacy/base64url";
import { isSignedBy } from "@sedge/privacy/signed-terms";
import type { PublishedCodebook, PublishedSums } from "@sedge/operator";
import type { RoundRecord } from "@sedge/operator/rounds";
import { GENERATION_PURPOSE, type GenerationSignature, generationText } from "@sedge/protocol";

/** Rounding of a deviation on its way through the decimal numbers of JSON. */
const SLACK = 1e-9;

/**
 * Whether published sums can be those of a round that this operator took part in: its measurement, its noise, its people and the order
 * of its codebook. What each operator added to the sum stays its own, so that this and the signature are all that the other can check.
 */
export function isOwnRound({ document }: PublishedSums, { request, terms, progress }: RoundRecord): boolean {
  if (!terms || document.generation !== terms.generation + 1) return false;
  const { countStdDev, sumStdDev } = terms.noise;
  const isNoise = (found: number, one: number) => Math.abs(found - Math.SQRT2 * one) <= SLACK * found;
  const people = progress.accepted?.people;
  return (
    JSON.stringify(document.measurement) === JSON.stringify(terms.measurement) &&
    JSON.stringify(document.making) === JSON.stringify(request.codebook) &&
    isNoise(document.countStdDev, countStdDev) &&
    isNoise(document.sumStdDev, sumStdDev) &&
    (people === undefined || people === document.people)
  );
}

/** Whether the aggregator signs exactly this codebook and these sums, with a key that pages verify with. */
export function isSignedGeneration(
  site: string,
  { codebook, sha256 }: PublishedCodebook,
  signed: GenerationSignature,
  keys: readonly string[],
): boolean {
  const { signature, aggregatorKey } = signed;
  const isNamed =
    signed.generation === codebook.generation && signed.codebook === sha256 && signed.sums === codebook.sums;
  return (
    isNamed &&
    keys.includes(aggregatorKey) &&
    isSignedBy(fromBase64url(aggregatorKey), GENERATION_PURPOSE, generationText(site, signed), {
      evaluated: fromBase64url(signature.evaluated),
      proof: fromBase64url(signature.proof),
    })
  );
}
