import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import type { Contribution } from "@sedge/protocol";

/** The prime of the votes' field: 2^64 - 2^32 + 1. */
const MODULUS = 2n ** 64n - 2n ** 32n + 1n;

/** A contribution whose edge share says `more` than it should at one element: another vote, under a proof of the first. */
export function tampered(contribution: Contribution, element: number, more = 1n): Contribution {
  const bytes = fromBase64url(contribution.edgeShare);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setBigUint64(8 * element, (view.getBigUint64(8 * element, true) + more) % MODULUS, true);
  return { ...contribution, edgeShare: toBase64url(bytes) };
}

/** A contribution in whose text one byte is another. */
export function flipped(
  contribution: Contribution,
  part: "publicShare" | "edgeShare" | "sealedShare",
  at: number,
): Contribution {
  const bytes = fromBase64url(contribution[part]);
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  return { ...contribution, [part]: toBase64url(bytes) };
}
