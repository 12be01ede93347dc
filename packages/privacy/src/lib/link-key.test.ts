import { createPrivateKey, createPublicKey, hkdfSync, verify as nodeVerify } from "node:crypto";
import { LinkToken, SIGNATURE_CONTEXT } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { deriveLinkKeys, signMessage, verifyMessage } from "./link-key.ts";

const prfOutput = Uint8Array.from({ length: 64 }, (_, index) => index);

test("a token never changes for its PRF output, site and epoch: profiles are kept under it", async () => {
  const { token } = await deriveLinkKeys(prfOutput, "demo", 1);
  expect(token).toBe("6bt6sjgmSlFLFvYGA6EI1gXvxZHev9iYIal6p2Vplt4");
});

test("the token is what Node's own HKDF and Ed25519 make of the same inputs", async () => {
  const salt = '["sedge/v1","link-keys","demo",3]';
  const seed = Buffer.from(hkdfSync("sha256", prfOutput, salt, '["sedge/v1","signing-key"]', 32));
  const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const publicKey = createPublicKey(createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" }));
  const keys = await deriveLinkKeys(prfOutput, "demo", 3);
  expect(keys.token).toBe(publicKey.export({ format: "jwk" }).x);

  const signature = Buffer.from(await signMessage(keys, "{}"), "base64url");
  expect(nodeVerify(null, Buffer.from(`${SIGNATURE_CONTEXT}{}`), publicKey, signature)).toBe(true);
});

test("two devices of one person derive the same three keys; another site, epoch or person others", async () => {
  const [here, there] = await Promise.all([deriveLinkKeys(prfOutput, "demo", 1), deriveLinkKeys(prfOutput, "demo", 1)]);
  expect(there.token).toBe(here.token);
  expect(await verifyMessage(here.token, "hello", await signMessage(there, "hello"))).toBe(true);

  const iv = new Uint8Array(12);
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv },
    here.sealingKey,
    new TextEncoder().encode("hello"),
  );
  const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, there.sealingKey, sealed);
  expect(new TextDecoder().decode(opened)).toBe("hello");

  const others = await Promise.all([
    deriveLinkKeys(prfOutput, "demo", 2),
    deriveLinkKeys(prfOutput, "demo2", 1),
    deriveLinkKeys(prfOutput.toReversed(), "demo", 1),
  ]);
  expect(new Set([here, ...others].map((keys) => keys.token)).size).toBe(4);
  for (const other of others) {
    await expect(crypto.subtle.decrypt({ name: "AES-GCM", iv }, other.sealingKey, sealed)).rejects.toThrow();
    expect(await verifyMessage(here.token, "hello", await signMessage(other, "hello"))).toBe(false);
  }
});

test("keys outlive a structured clone, as into IndexedDB, and can't be read out", async () => {
  const keys = await deriveLinkKeys(prfOutput, "demo", 1);
  const kept = structuredClone(keys);
  expect(await verifyMessage(kept.token, "hello", await signMessage(kept, "hello"))).toBe(true);
  expect(kept.sealingKey.extractable).toBe(false);
  await expect(crypto.subtle.exportKey("raw", kept.sealingKey)).rejects.toThrow();
});

test("a signature is for one message, under Sedge's context, in one spelling", async () => {
  const keys = await deriveLinkKeys(prfOutput, "demo", 1);
  const signature = await signMessage(keys, "hello");
  expect(signature).toMatch(/^[A-Za-z0-9_-]{86}$/);
  expect(await verifyMessage(keys.token, "hello", signature)).toBe(true);
  expect(await verifyMessage(keys.token, "hello ", signature)).toBe(false);
  for (const bad of ["", "?", `${signature}=`, signature.slice(1), `${signature}AA`, `${signature.slice(0, -1)}_`]) {
    expect(await verifyMessage(keys.token, "hello", bad)).toBe(false);
  }
  // Signed without the context, as another protocol under the same key would.
  if ("seed" in keys.signingKey) throw new Error("Node has Ed25519");
  const plain = await crypto.subtle.sign("Ed25519", keys.signingKey, new TextEncoder().encode("hello"));
  expect(await verifyMessage(keys.token, "hello", Buffer.from(plain).toString("base64url"))).toBe(false);
});

test("a well-formed token that is not a key verifies nothing", async () => {
  const keys = await deriveLinkKeys(prfOutput, "demo", 1);
  const noKey = v.parse(LinkToken, Buffer.alloc(32, 0xff).toString("base64url"));
  expect(await verifyMessage(noKey, "hello", await signMessage(keys, "hello"))).toBe(false);
});

test("anything but 64 bytes and an integer epoch is refused", async () => {
  await expect(deriveLinkKeys(prfOutput.slice(1), "demo", 1)).rejects.toThrow(RangeError);
  await expect(deriveLinkKeys(prfOutput, "demo", 1.5)).rejects.toThrow(RangeError);
});
