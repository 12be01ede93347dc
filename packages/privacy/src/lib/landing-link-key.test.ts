import { createPrivateKey, createPublicKey, hkdfSync } from "node:crypto";
import { expect, test } from "vitest";
import { landingLinkKeys } from "./landing-link-key.ts";
import { signMessage, verifyMessage } from "./link-key.ts";

const secret = Uint8Array.from({ length: 16 }, (_, index) => index * 7);

test("the key is what Node's own HKDF and Ed25519 make of the same secret and site", async () => {
  const seed = hkdfSync("sha256", secret, '["sedge/v1","landing-link","demo"]', '["sedge/v1","signing-key"]', 32);
  const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.from(seed)]);
  const key = createPublicKey(createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" }));
  expect((await landingLinkKeys(secret, "demo")).token).toBe(key.export({ format: "jwk" }).x);
});

test("the device's key signs for what the connector has offered; another site's or another secret's does not", async () => {
  const [offered, found] = await Promise.all([landingLinkKeys(secret, "demo"), landingLinkKeys(secret, "demo")]);
  expect(await verifyMessage(offered.token, "taken", await signMessage(found, "taken"))).toBe(true);
  for (const other of [await landingLinkKeys(secret, "demo2"), await landingLinkKeys(secret.toReversed(), "demo")]) {
    expect(await verifyMessage(offered.token, "taken", await signMessage(other, "taken"))).toBe(false);
  }
});

test("anything but 16 bytes is refused", async () => {
  await expect(landingLinkKeys(secret.slice(1), "demo")).rejects.toThrow(RangeError);
});
