import { randomBytes } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { connectorSigner } from "@sedge/privacy/connector-key";
import { CommandError } from "../command-error.ts";
import { codeOf } from "../files/replace-file.ts";
import { type Call, onlyPositional } from "../options.ts";
import type { Terminal } from "../terminal.ts";
import { connectorSecret, SECRET_BYTES } from "./connector-secret.ts";

/** Runs `sedge connector-key`. @throws CommandError */
export async function connectorKeyCommand(call: Call, terminal: Terminal): Promise<void> {
  const file = onlyPositional(call, "the file of the secret");
  const { key } = await connectorSigner(secretOf(file, terminal, "act as this connector"));
  terminal.out(key);
}

/** The secret in a file, which is made where there is none. @throws CommandError */
export function secretOf(file: string, terminal: Terminal, power: string): Uint8Array {
  if (!existsSync(file)) makeSecret(file, terminal, power);
  return connectorSecret(file);
}

/**
 * Writes a new secret, readable by its owner alone.
 * @param power - What anyone who has it can do.
 * @throws CommandError `unwritable`
 */
export function makeSecret(file: string, terminal: Terminal, power: string): void {
  try {
    const secret = randomBytes(SECRET_BYTES).toString("base64url");
    writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: "wx", flush: true });
  } catch (error) {
    throw new CommandError("unwritable", `${file} cannot be written (${codeOf(error)}).`);
  }
  terminal.note(`A new secret was written to ${file}. Anyone who has it can ${power}.`);
}
