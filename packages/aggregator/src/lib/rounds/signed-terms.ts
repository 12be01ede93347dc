import { keyShare, type PrfKeeper, secureRandom } from "@sedge/operator";
import { toBase64url } from "@sedge/privacy/base64url";
import { signTerms } from "@sedge/privacy/signed-terms";
import { ROUND_TERMS_PURPOSE, type RoundTerms, termsText } from "@sedge/protocol";
import { type AggregatorEnv, settingsOf } from "../settings.ts";

/**
 * The terms with this operator's word for them, under its newest PRF key share, which pages can pin: the edge passes the terms
 * on, and could otherwise put keys of its own in the place of this operator's.
 */
export async function signedTerms(
  env: AggregatorEnv,
  site: string,
  terms: Omit<RoundTerms, "signature">,
): Promise<RoundTerms> {
  const keeper: DurableObjectStub<PrfKeeper> = env.PRF_KEEPER.get(env.PRF_KEEPER.idFromName(site));
  const current = (await keeper.epochs()).find(({ state }) => state === "current");
  if (!current?.secret) throw new RangeError("a site has a current key epoch");
  const key = keyShare(settingsOf(env).PRF_SEED, current.secret, site, current.epoch);
  const { evaluated, proof } = signTerms(key, ROUND_TERMS_PURPOSE, termsText(site, terms), secureRandom);
  return { ...terms, signature: { evaluated: toBase64url(evaluated), proof: toBase64url(proof) } };
}
