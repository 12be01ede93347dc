import { type Secret, secretBytes } from "@sedge/operator";
import type { Channel } from "@sedge/protocol";

const SECRET_BYTES = 32;

/**
 * A destination's secret of a number, as Standard Webhooks writes it: `whsec_` and base64. Derived (HKDF-SHA-256, RFC 5869) from
 * the operator's own seed, so that none is stored anywhere, and a new number is a new secret.
 */
export async function webhookSecret(seed: Secret, site: string, channel: Channel, number: number): Promise<string> {
  const key = await crypto.subtle.importKey("raw", secretBytes(seed), "HKDF", false, ["deriveBits"]);
  const info = new TextEncoder().encode(`sedge/v1/webhook-secret\n${site}\n${channel}\n${number}`);
  const derived = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  const bytes = new Uint8Array(await crypto.subtle.deriveBits(derived, key, SECRET_BYTES * 8));
  return `whsec_${btoa(String.fromCodePoint(...bytes))}`;
}
