import { fromBase64url } from "@sedge/privacy/base64url";
import { isSignedBy } from "@sedge/privacy/signed-terms";
import { type Manifest, ROUND_TERMS_PURPOSE, type Round, termsText } from "@sedge/protocol";

/** Whether the aggregator that the manifest names, and the page may have pinned, signs the round and its own keys in it. */
export function isRoundSigned(site: string, round: Round, { prf }: Manifest): boolean {
  const { signature } = round;
  const text = termsText(site, round);
  const bytes = { evaluated: fromBase64url(signature.evaluated), proof: fromBase64url(signature.proof) };
  return [prf, prf.previous].some(
    (epoch) => epoch && isSignedBy(fromBase64url(epoch.aggregatorKey), ROUND_TERMS_PURPOSE, text, bytes),
  );
}
