import { type Call, CommandError, onlyPositional, type Terminal, textOption } from "@sedge/connector/command-line";
import { secretOf } from "@sedge/connector/node-service";
import { ed25519PublicKey } from "@sedge/privacy/ed25519";
import { formatVerifierKey, NOTE_SIGNATURE, verifierKey } from "@sedge/transparency/note";

/** The aggregator's LOG_ORIGIN where none is set. */
const USUAL_ORIGIN = "sedge-log";

/** Runs `sedge log key`. @throws CommandError */
export async function logKeyCommand(call: Call, terminal: Terminal): Promise<void> {
  const seed = secretOf(onlyPositional(call, "the file of the secret"), terminal, "sign as this log");
  const origin = textOption(call, "origin") ?? USUAL_ORIGIN;
  const publicKey = new Uint8Array(ed25519PublicKey(new Uint8Array(seed)));
  terminal.out(keyText(origin, publicKey));
  return Promise.resolve();
}

function keyText(origin: string, publicKey: Uint8Array<ArrayBuffer>): string {
  try {
    return formatVerifierKey(verifierKey(origin, NOTE_SIGNATURE, publicKey));
  } catch {
    throw new CommandError("bad-option", `--origin takes a name without spaces and plus signs, not "${origin}".`);
  }
}
