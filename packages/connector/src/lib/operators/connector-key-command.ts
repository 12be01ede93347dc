import { randomBytes } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { connectorSigner } from "@sedge/privacy/connector-key";
import { CommandError } from "../command-error.ts";
import { codeOf } from "../files/replace-file.ts";
import { onlyPositional, readCall, type Usage, usageOf } from "../options.ts";
import type { Terminal } from "../terminal.ts";
import { connectorSecret, SECRET_BYTES } from "./connector-secret.ts";

const USAGE: Usage = {
  command: "connector-key FILE",
  purpose: `Prints the public key of the connector whose secret is in FILE. If there is no such file, makes a new secret and writes it,
    readable by its owner alone; an existing secret is never replaced.`,
  options: [],
  notes: `Both operators register the public key for a site and channel, each at its own console:
  POST /v1/operator/sites/SITE/connectors  {"key": "…", "channel": "call-centre", "scopes": ["evaluate", "link"], "notAfter": null}

Scopes: evaluate (PRF batches, at both operators), link (deliver records, links, codewords, landing links, withdrawals), contribute (draw
ballots), read (clusters of the channel's own people). Several keys of a channel may be valid at once, so that one follows the other; a
key ends with its "notAfter" (seconds since 1970), or at once when it is registered again with one that is past.`,
};

/** Runs `sedge connector-key`. @throws CommandError */
export async function connectorKeyCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  const call = readCall(args, USAGE.options);
  if (call.options["help"]) return terminal.out(usageOf(USAGE));
  const file = onlyPositional(call, "the file of the secret");
  if (!existsSync(file)) makeSecret(file, terminal, "act as this connector");
  const { key } = await connectorSigner(connectorSecret(file));
  terminal.out(key);
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
