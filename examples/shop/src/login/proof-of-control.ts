import { createPrivateKey, createPublicKey, randomUUID, sign } from "node:crypto";

const part = (content: object) => Buffer.from(JSON.stringify(content)).toString("base64url");

/**
 * A proof that the tokens are of the account that is signed in. `secret`: the content of login.key. `tokens`: what your server knows to
 * be the account's, never what the request says.
 */
export function proofOfControl(secret: string, site: string, purpose: string, tokens: readonly string[]): string {
  // PKCS #8 wraps the 32 bytes of the secret.
  const prefix = Buffer.from("302e020100300506032b657004220420", "hex");
  const der = Buffer.concat([prefix, Buffer.from(secret.trim(), "base64url")]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const { x: kid } = createPublicKey(key).export({ format: "jwk" });
  const iat = Math.floor(Date.now() / 1_000);
  const claims = { aud: site, purpose, tokens, jti: randomUUID(), iat, exp: iat + 120 };
  const text = `${part({ alg: "EdDSA", typ: "JWT", kid })}.${part(claims)}`;
  return `${text}.${sign(null, Buffer.from(text), key).toString("base64url")}`;
}
