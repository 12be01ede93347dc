import { keyShare, type PrfKeeper, secureRandom } from "@sedge/operator";
import { toBase64url } from "@sedge/privacy/base64url";
import { signTerms } from "@sedge/privacy/signed-terms";
import type { RoundSignature } from "@sedge/protocol";
import { type AggregatorEnv, settingsOf } from "./settings.ts";

/** Signs public statements under this operator's newest PRF key share of a site, which pages can pin. */
export async function currentSigner(env: AggregatorEnv, site: string) {
  const keeper: DurableObjectStub<PrfKeeper> = env.PRF_KEEPER.get(env.PRF_KEEPER.idFromName(site));
  const current = (await keeper.epochs()).find(({ state }) => state === "current");
  if (!current?.secret) throw new RangeError("a site has a current key epoch");
  const key = keyShare(settingsOf(env).PRF_SEED, current.secret, site, current.epoch);
  return {
    publicKey: toBase64url(key.publicKey),
    sign: (purpose: string, text: string): RoundSignature => {
      const { evaluated, proof } = signTerms(key, purpose, text, secureRandom);
      return { evaluated: toBase64url(evaluated), proof: toBase64url(proof) };
    },
  };
}
