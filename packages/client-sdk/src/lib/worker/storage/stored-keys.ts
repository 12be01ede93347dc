import { KeyEpoch, LinkToken } from "@sedge/protocol";
import type { SigningKey } from "@sedge/privacy/link-key";
import * as v from "valibot";

const SEED_BYTES = 32;

function isSigningKey(value: unknown): value is SigningKey {
  if (value instanceof CryptoKey) return true;
  if (typeof value !== "object" || value === null || !("seed" in value)) return false;
  return value.seed instanceof Uint8Array && value.seed.length === SEED_BYTES;
}

/** A link token and what signs for it, as storage keeps them; the key can't be read where the platform has Ed25519. */
export const SigningKeys = v.object({
  token: LinkToken,
  signingKey: v.custom<SigningKey>(isSigningKey),
  /** PRF key epoch that the two were derived in: the edge reads two at most. */
  epoch: v.optional(KeyEpoch),
});
export type SigningKeys = v.InferOutput<typeof SigningKeys>;

/** Kinds of strong identifier, one set of keys each. */
export const IdentifierKind = v.picklist(["email", "phone", "loyalty", "account"]);
export type IdentifierKind = v.InferOutput<typeof IdentifierKind>;

/** Stands for the device's own key, which a landing link has linked; it is random, and of no identifier. */
export const DEVICE = "device";

/** The keys of one identifier of the person at this device, or the device's own. The kind is remembered here and never sent. */
export const StoredKeys = v.object({
  kind: v.picklist([...IdentifierKind.options, DEVICE]),
  ...SigningKeys.entries,
  /** PRF key epoch that the keys were derived in; keys of two epochs can't be compared. */
  epoch: KeyEpoch,
  sealingKey: v.instance(CryptoKey),
});
export type StoredKeys = v.InferOutput<typeof StoredKeys>;

/** What signs for each of the keys, without what only this device needs. */
export function signersOf(keys: readonly StoredKeys[]): SigningKeys[] {
  return keys.map(({ token, signingKey, epoch }) => ({ token, signingKey, epoch }));
}
