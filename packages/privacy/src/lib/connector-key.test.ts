import { createPrivateKey, createPublicKey, verify } from "node:crypto";
import { SIGNATURE_CONTEXT } from "@sedge/protocol";
import { expect, test } from "vitest";
import { connectorSigner, verifyConnectorMessage } from "./connector-key.ts";
import { ed25519PublicKey, importSigningKey, sign } from "./signing-key.ts";

const seed = new Uint8Array(32).fill(5);
const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);

test("the key is the seed's Ed25519 public key, and signs under the connectors' own context", async () => {
  const signer = await connectorSigner(seed);
  const publicKey = createPublicKey(createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" }));
  expect(signer.key).toBe(publicKey.export({ format: "jwk" }).x);
  const signature = Buffer.from(await signer.sign("{}"), "base64url");
  expect(verify(null, Buffer.from("sedge/v1/connector-message\n{}"), publicKey, signature)).toBe(true);
});

test("a signature is for one message and one key", async () => {
  const signer = await connectorSigner(seed);
  const other = await connectorSigner(new Uint8Array(32).fill(6));
  const signature = await signer.sign("{}");
  expect(await verifyConnectorMessage(signer.key, "{}", signature)).toBe(true);
  expect(await verifyConnectorMessage(signer.key, "{ }", signature)).toBe(false);
  expect(await verifyConnectorMessage(other.key, "{}", signature)).toBe(false);
});

test("a message signed by a link token is not a connector's message, whatever the key", async () => {
  const key = await importSigningKey(crypto.subtle, seed);
  const bytes = new TextEncoder().encode(`${SIGNATURE_CONTEXT}{}`);
  const signature = Buffer.from(await sign(crypto.subtle, key, bytes)).toString("base64url");
  const { key: connector } = await connectorSigner(seed);
  expect(connector).toBe(Buffer.from(ed25519PublicKey(seed)).toString("base64url"));
  expect(await verifyConnectorMessage(connector, "{}", signature)).toBe(false);
});

test("a secret of another length is refused", async () => {
  await expect(connectorSigner(seed.slice(1))).rejects.toThrow(RangeError);
});
