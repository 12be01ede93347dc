import { toBase64url } from "@sedge/privacy/base64url";
import type { LinkKeys } from "@sedge/privacy/link-key";
import type { ProofPurpose } from "@sedge/protocol";
import { randomText } from "./visitor.ts";

/** A site's login, as its server has it. */
export interface Login {
  /** The public key, as it is registered. */
  readonly key: string;
  /** A proof that these keys' tokens belong to the person who is signed in; `claims` and `header` make it wrong. */
  prove(purpose: ProofPurpose, tokens: readonly LinkKeys[], claims?: object, header?: object): Promise<string>;
}

const part = (content: object) => toBase64url(new TextEncoder().encode(JSON.stringify(content)));

export async function someLogin(seconds: () => number): Promise<Login> {
  const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
  const key = toBase64url(new Uint8Array((await crypto.subtle.exportKey("raw", pair.publicKey)) as ArrayBuffer));
  return {
    key,
    prove: async (purpose, keys, claims = {}, header = {}) => {
      const [iat, tokens] = [seconds(), keys.map(({ token }) => token)];
      const body = { aud: "demo", purpose, tokens, jti: randomText(16), iat, exp: iat + 300, ...claims };
      const text = `${part({ alg: "EdDSA", typ: "JWT", kid: key, ...header })}.${part(body)}`;
      const signature = await crypto.subtle.sign("Ed25519", pair.privateKey, new TextEncoder().encode(text));
      return `${text}.${toBase64url(new Uint8Array(signature))}`;
    },
  };
}
