import {
  type RoundTerms,
  ROUND_TERMS_PURPOSE,
  termsText,
  termsTextOfVersion5,
  WINDOW_TERMS_PURPOSE,
  windowText,
  type WindowTerms,
} from "@sedge/protocol";
import { currentSigner } from "../current-key.ts";
import type { AggregatorEnv } from "../settings.ts";
import type { UnsignedWindow } from "./window-order.ts";

/**
 * The terms with this operator's word for them, under its newest PRF key share, which pages can pin: the edge passes the terms
 * on, and could otherwise put keys of its own in the place of this operator's.
 */
export async function signedTerms(
  env: AggregatorEnv,
  site: string,
  terms: Omit<RoundTerms, "signature" | "termsSignature">,
): Promise<RoundTerms> {
  const { sign } = await currentSigner(env, site);
  const signature = sign(ROUND_TERMS_PURPOSE, termsTextOfVersion5(site, terms));
  return { ...terms, signature, termsSignature: sign(ROUND_TERMS_PURPOSE, termsText(site, terms)) };
}

/** The same for a window's terms. */
export async function signedWindow(env: AggregatorEnv, site: string, terms: UnsignedWindow): Promise<WindowTerms> {
  const { sign } = await currentSigner(env, site);
  return { ...terms, signature: sign(WINDOW_TERMS_PURPOSE, windowText(site, terms)) };
}
