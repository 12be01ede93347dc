import { CommandError } from "@sedge/connector/command-line";
import { NOTE_SIGNATURE, parseVerifierKey, type VerifierKey } from "@sedge/transparency/note";

/** A log's verifier key as a page pins it. @throws CommandError `bad-option` */
export function logKey(text: string): VerifierKey {
  const key = parseVerifierKey(text);
  if (key?.type === NOTE_SIGNATURE) return key;
  throw new CommandError("bad-option", `"${text}" is not a log's verifier key: name+id+key, as a page pins it.`);
}
