import { domainBytes } from "./domain.ts";
import type { IdentifierKind } from "./identifier-kind.ts";

/**
 * What the PRF is evaluated on. Different triples never give the same bytes, so that an e-mail address can't meet a
 * loyalty number of the same spelling, nor one site's visitor another's.
 *
 * @param normalised - What `normaliseIdentifier` gave.
 */
export function prfInput(site: string, kind: IdentifierKind, normalised: string): Uint8Array<ArrayBuffer> {
  return domainBytes("prf-input", site, kind, normalised);
}
