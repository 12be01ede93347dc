import * as v from "valibot";
import { noteText, parseNote, type SignedNote } from "../note/note.ts";
import { canonicalJson, type Json } from "./canonical-json.ts";

/** A document of the log: one line of canonical JSON, signed as a note. The note, to its last byte, is the log's entry. */
export interface SignedDocument<Document> {
  readonly document: Document;
  readonly note: SignedNote;
}

/** The entry of a document, from its signature lines. */
export function documentEntry(document: Json, lines: readonly string[]): string {
  return noteText(`${canonicalJson(document)}\n`, lines);
}

/**
 * Reads a document of one kind, which its schema's `kind` names. Undefined for anything else, and for JSON in another spelling than the
 * canonical one: two spellings would be two entries that mean the same.
 */
export function readDocument<Schema extends v.GenericSchema<unknown, Json>>(
  schema: Schema,
  entry: string,
): SignedDocument<v.InferOutput<Schema>> | undefined {
  const note = parseNote(entry);
  if (!note) return undefined;
  try {
    const parsed = v.safeParse(schema, JSON.parse(note.text));
    if (!parsed.success || `${canonicalJson(parsed.output)}\n` !== note.text) return undefined;
    return { document: parsed.output, note };
  } catch {
    return undefined;
  }
}
