import { hash } from "node:crypto";
import { mapTerms, type TokenRecord } from "@sedge/linkage/record";
import { type PersonRecord, recordTerms } from "@sedge/linkage/terms";

/** A generated record as the edge keeps it. */
export interface FiledRecord {
  /** 32 bytes, base64url: names the record. */
  readonly token: string;
  readonly record: TokenRecord;
}

/** Stands in for the PRF, whose time is not what is measured: equal terms, equal tokens of 16 bytes. */
export function liveToken(term: string): string {
  // The last of 22 characters stands for two bits of the 16 bytes, here zero.
  return `${hash("sha256", term, "base64url").slice(0, 21)}A`;
}

/** The `index`th record, under a token that nobody holds the key of. */
export function filedRecord(person: PersonRecord, index: number): FiledRecord {
  return { token: hash("sha256", `record ${index}`, "base64url"), record: mapTerms(recordTerms(person), liveToken) };
}
