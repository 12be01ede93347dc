import { readFileSync } from "node:fs";
import { fromBase64url } from "@sedge/privacy/base64url";
import { CommandError } from "../command-error.ts";

/** Length of a connector's secret, an Ed25519 seed, in bytes. */
export const SECRET_BYTES = 32;

/**
 * Reads a connector's secret from a file: 32 bytes in base64url.
 * @throws CommandError `missing-file`, `unreadable-file`, `bad-option`
 */
export function connectorSecret(file: string): Uint8Array {
  const text = secretText(file);
  try {
    const secret = fromBase64url(text);
    if (secret.length === SECRET_BYTES) return secret;
  } catch {
    // Reported below, like any other text that does not encode 32 bytes.
  }
  throw new CommandError("bad-option", `${file} is not a connector's secret (32 bytes in base64url).`);
}

/** The text of a file with a secret, without white space around it. @throws CommandError `missing-file`, `unreadable-file` */
export function secretText(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (isMissing) throw new CommandError("missing-file", `there is no file ${file}.`);
    throw new CommandError("unreadable-file", `${file} cannot be read.`);
  }
}
