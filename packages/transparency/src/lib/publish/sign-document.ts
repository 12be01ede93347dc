import { signNote } from "../note/note.ts";
import type { NoteSigner } from "../note/signature.ts";
import { canonicalJson, type Json } from "../statement/canonical-json.ts";
import { documentEntry } from "../statement/signed-document.ts";

/** Signs documents under a name. */
export interface DocumentSigner extends NoteSigner {
  readonly name: string;
}

/** The log's entry of a document: its canonical JSON as a note, with these signatures. */
export async function signDocument(document: Json, signers: readonly DocumentSigner[]): Promise<string> {
  const text = `${canonicalJson(document)}\n`;
  return documentEntry(document, await Promise.all(signers.map((signer) => signNote(text, signer.name, signer))));
}
