import {
  AEAD_AES_128_GCM,
  CipherSuite,
  type CryptoKey,
  KDF_HKDF_SHA256,
  KEM_DHKEM_P256_HKDF_SHA256,
  type KeyPair,
} from "hpke";
import { toBase64url } from "../base64url.ts";
import { domainBytes } from "../domain.ts";
import { SealError } from "./seal-error.ts";

/** A key to seal shares with, as a WebCrypto key; the private half cannot be exported. */
export interface SealKeyPair {
  readonly keys: KeyPair<CryptoKey>;
  /** For the round's public terms: an uncompressed P-256 point, 65 bytes. */
  readonly publicKey: Uint8Array;
}

/** What a sealed share belongs to. It can be opened with exactly these and no other. */
export interface SealBinding {
  readonly site: string;
  readonly round: string;
  /** The report's nonce. */
  readonly nonce: Uint8Array;
  /** The share that both operators see, so that the one that passes it on can't change it for the other. */
  readonly publicShare: Uint8Array;
  /** The ballot's nonce, so that the sealed share can't be sent again with a ballot of one's own. */
  readonly ballotNonce: Uint8Array;
}

/** What is sealed for the aggregator. */
export interface SealedContent {
  /** 96 bytes; `SplitVote.aggregatorShare`. */
  readonly aggregatorShare: Uint8Array;
  /** 32 bytes: the ballot's output under the aggregator's key. */
  readonly ballotOutput: Uint8Array;
}

const SEED_BYTES = 32;
const PUBLIC_KEY_BYTES = 65;
const SHARE_BYTES = 96;
const OUTPUT_BYTES = 32;
const TAG_BYTES = 16;

/** Length of every sealed share: the ephemeral key, the two parts, the tag. */
export const SEALED_BYTES = PUBLIC_KEY_BYTES + SHARE_BYTES + OUTPUT_BYTES + TAG_BYTES;

/**
 * RFC 9180 base mode with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-128-GCM: what every WebCrypto has had for a decade.
 * X25519 and ChaCha20-Poly1305 are missing in engines that are still used, and the latter in workerd.
 */
const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_128_GCM);
const info = domainBytes("seal", "aggregator-share");

const additionalData = ({ site, round, nonce, publicShare, ballotNonce }: SealBinding) =>
  domainBytes("seal", site, round, toBase64url(nonce), toBase64url(publicShare), toBase64url(ballotNonce));

function checkLength(bytes: Uint8Array, length: number, what: string): void {
  if (bytes.length !== length) throw new RangeError(`${what} has ${length} bytes`);
}

/**
 * The aggregator's key pair for one round: RFC 9180 `DeriveKeyPair`. Without the seed nothing that was sealed to it can be
 * opened any more, so that a seed destroyed after its round makes recorded traffic unreadable.
 *
 * @param seed - 32 bytes or more from a CSPRNG, the aggregator's secret.
 * @throws RangeError for a shorter seed.
 */
export async function deriveSealKey(seed: Uint8Array, site: string, round: string): Promise<SealKeyPair> {
  if (seed.length < SEED_BYTES) throw new RangeError("a seal seed has at least 32 bytes");
  const use = domainBytes("seal-key", site, round);
  const keys = await suite.DeriveKeyPair(new Uint8Array([...seed, ...use]));
  return { keys, publicKey: await suite.SerializePublicKey(keys.publicKey) };
}

/**
 * Seals the aggregator's share, so that the edge, which passes it on, can't read it. Sealing twice gives different bytes.
 *
 * @param publicKey - From the round's terms.
 * @throws SealError `bad-key` for bytes that are no P-256 point. RangeError for content of other lengths.
 */
export async function sealShare(
  publicKey: Uint8Array,
  { aggregatorShare, ballotOutput }: SealedContent,
  binding: SealBinding,
): Promise<Uint8Array<ArrayBuffer>> {
  checkLength(aggregatorShare, SHARE_BYTES, "the aggregator's share");
  checkLength(ballotOutput, OUTPUT_BYTES, "a ballot's output");
  const key = await suite.DeserializePublicKey(publicKey).catch(() => {
    throw new SealError("bad-key", "The seal's key is not a public key.");
  });
  const content = new Uint8Array([...aggregatorShare, ...ballotOutput]);
  const sealed = await suite.Seal(key, content, { aad: additionalData(binding), info });
  return new Uint8Array([...sealed.encapsulatedSecret, ...sealed.ciphertext]);
}

/**
 * What was sealed.
 *
 * @throws SealError `unreadable` for anything that was not sealed to this key with this very binding.
 */
export async function openShare(
  { keys }: SealKeyPair,
  sealed: Uint8Array,
  binding: SealBinding,
): Promise<SealedContent> {
  if (sealed.length !== SEALED_BYTES) throw new SealError("unreadable", "The sealed share has another length.");
  const options = { aad: additionalData(binding), info };
  const content = await suite
    .Open(keys, sealed.slice(0, PUBLIC_KEY_BYTES), sealed.slice(PUBLIC_KEY_BYTES), options)
    .catch(() => {
      throw new SealError("unreadable", "The sealed share was not sealed for this.");
    });
  return { aggregatorShare: content.slice(0, SHARE_BYTES), ballotOutput: content.slice(SHARE_BYTES) };
}
