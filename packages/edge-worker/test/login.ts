import { toBase64url } from "@sedge/privacy/base64url";
import type { LinkKeys } from "@sedge/privacy/link-key";
import type { ProofPurpose } from "@sedge/protocol";

/** A site's login, as its server has it. */
export interface Login {
  /** The public key, as it is registered. */
  readonly key: string;
  /** A proof that these keys' tokens belong to the person who is signed in; `claims` and `header` make it wrong. */
  prove(purpose: ProofPurpose, tokens: readonly LinkKeys[], claims?: object, header?: object): Promise<string>;
}

const part = (content: object) => toBase64url(new TextEncoder().encode(JSON.stringify(content)));

export async function someLogin(
  seconds: () => number,
  seed: Uint8Array = crypto.getRandomValues(new Uint8Array(32)),
): Promise<Login> {
  // PKCS #8 wraps the 32 bytes of the secret.
  const prefix = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
  const pkcs8 = new Uint8Array([...prefix, ...seed]);
  const secret = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]);
  const { x: key = "" } = (await crypto.subtle.exportKey("jwk", secret)) as JsonWebKey;
  return {
    key,
    prove: async (purpose, keys, claims = {}, header = {}) => {
      const [iat, tokens] = [seconds(), keys.map(({ token }) => token)];
      const body = { aud: "demo", purpose, tokens, jti: crypto.randomUUID(), iat, exp: iat + 300, ...claims };
      const text = `${part({ alg: "EdDSA", typ: "JWT", kid: key, ...header })}.${part(body)}`;
      const signature = await crypto.subtle.sign("Ed25519", secret, new TextEncoder().encode(text));
      return `${text}.${toBase64url(new Uint8Array(signature))}`;
    },
  };
}

/** The login of the sites of the tests, whose key is registered before each. */
export const LOGIN = someLogin(() => Math.floor(Date.now() / 1_000), new Uint8Array(32).fill(5));
