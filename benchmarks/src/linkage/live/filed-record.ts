import { hash } from "node:crypto";
import { mapTerms, type TokenRecord } from "@sedge/linkage/record";
import { type PersonRecord, recordTerms } from "@sedge/linkage/terms";

/** A generated record as the edge stores it. */
export interface FiledRecord {
  /** Record token: 32 bytes, base64url. */
  readonly token: string;
  readonly record: TokenRecord;
}

/** Replaces the PRF, whose time is not measured: equal terms give equal tokens of 16 bytes. */
export function liveToken(term: string): string {
  // The last of 22 characters encodes two bits of the 16 bytes, here zero.
  return `${hash("sha256", term, "base64url").slice(0, 21)}A`;
}

/** The `index`th record, with a token that has no known key. */
export function filedRecord(person: PersonRecord, index: number): FiledRecord {
  return { token: hash("sha256", `record ${index}`, "base64url"), record: mapTerms(recordTerms(person), liveToken) };
}
