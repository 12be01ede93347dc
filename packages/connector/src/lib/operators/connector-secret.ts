import { readFileSync } from "node:fs";
import { fromBase64url } from "@sedge/privacy/base64url";
import { CommandError } from "../command-error.ts";

/** Bytes of a connector's secret: an Ed25519 seed. */
export const SECRET_BYTES = 32;

/**
 * The connector's secret in a file: 32 bytes in base64url.
 * @throws CommandError `missing-file`, `unreadable-file`, `bad-option`
 */
export function connectorSecret(file: string): Uint8Array {
  let text: string;
  try {
    text = readFileSync(file, "utf8").trim();
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (isMissing) throw new CommandError("missing-file", `there is no file ${file}.`);
    throw new CommandError("unreadable-file", `${file} cannot be read.`);
  }
  try {
    const secret = fromBase64url(text);
    if (secret.length === SECRET_BYTES) return secret;
  } catch {
    // Said below: no spelling of any bytes is one of 32.
  }
  throw new CommandError("bad-option", `${file} holds no secret of a connector, 32 bytes in base64url.`);
}
