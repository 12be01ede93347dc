import { sha256Hex } from "@sedge/operator";
import { toBase64url } from "@sedge/privacy/base64url";

const ID_BYTES = 16;

/** An ID that follows from other values: the first 16 bytes of SHA-256 of them as JSON, in base64url. The same values have the same. */
export async function digestId(...from: readonly (string | number)[]): Promise<string> {
  const digest = await sha256Hex(new TextEncoder().encode(JSON.stringify(from)));
  const bytes = Uint8Array.from({ length: ID_BYTES }, (_, index) =>
    Number.parseInt(digest.slice(2 * index, 2 * index + 2), 16),
  );
  return toBase64url(bytes);
}
