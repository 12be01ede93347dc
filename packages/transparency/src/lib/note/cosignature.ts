import { type SignedNote, signatureLine, signaturesOf } from "./note.ts";
import { type NoteSigner, utf8, type VerifySignature } from "./signature.ts";
import { type VerifierKey, verifierKey, WITNESS_COSIGNATURE } from "./verifier-key.ts";

/** What a witness signs: that at this time the checkpoint was the largest consistent one it had seen of the log. */
function cosigned(text: string, seconds: number): Uint8Array<ArrayBuffer> {
  return utf8(`cosignature/v1\ntime ${seconds}\n${text}`);
}

/**
 * When the witness cosigned the checkpoint, in seconds since 1970; undefined unless every line under its name and id is
 * its cosignature (C2SP tlog-cosignature v1).
 */
export async function cosignedAt(
  note: SignedNote,
  key: VerifierKey,
  verify: VerifySignature,
): Promise<number | undefined> {
  if (key.type !== WITNESS_COSIGNATURE) return undefined;
  let latest: number | undefined;
  for (const { bytes } of signaturesOf(note, key)) {
    if (bytes.length !== 72) return undefined;
    const seconds = Number(new DataView(bytes.buffer).getBigUint64(0));
    if (!Number.isSafeInteger(seconds)) return undefined;
    if (!(await verify(key.publicKey, cosigned(note.text, seconds), bytes.slice(8)))) return undefined;
    latest = Math.max(latest ?? 0, seconds);
  }
  return latest;
}

/** The cosignature line for a checkpoint's text under this name. */
export async function cosign(text: string, name: string, seconds: number, signer: NoteSigner): Promise<string> {
  const key = verifierKey(name, WITNESS_COSIGNATURE, signer.publicKey);
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(seconds));
  return signatureLine(key, Uint8Array.of(...time, ...(await signer.sign(cosigned(text, seconds)))));
}
