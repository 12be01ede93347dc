import * as v from "valibot";
import { SedgeError } from "../../sedge-error.ts";
import { lazyChunks } from "../lazy-chunks.ts";
import type { IdentifierKind } from "../storage/stored-keys.ts";

/** Longest identifier that is looked at, in UTF-16 code units. An e-mail address has at most 254 (RFC 5321). */
const MAX_CHARS = 320;
const value = v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_CHARS)));

/** What a page may pass to `identify`. */
export const IdentifiersSchema = v.strictObject({ email: value, phone: value, loyalty: value, account: value });

/** An identifier in its one spelling, as the PRF takes it. Lives in memory only, and is never stored or sent. */
export interface NormalisedIdentifier {
  readonly kind: IdentifierKind;
  readonly input: Uint8Array;
}

/**
 * Normalises identifiers. Loads the rules and phone tables on first use.
 *
 * @throws SedgeError `code-unavailable` if the rules cannot be loaded; `no-identifier` without any, `bad-email`,
 *   `bad-phone`, `bad-loyalty` or `bad-account`. No error contains the value.
 */
export async function normalisedIdentifiers(
  site: string,
  identifiers: unknown,
  country: string | undefined,
): Promise<NormalisedIdentifier[]> {
  const parsed = v.safeParse(IdentifiersSchema, identifiers);
  if (!parsed.success)
    throw new SedgeError("bad-identifier", "Pass email, phone, loyalty or account as text of 1 to 320 characters.");
  const { IdentifierError, normaliseIdentifier, prfInput } = await lazyChunks.identifier();
  const kinds = (["email", "phone", "loyalty", "account"] as const).flatMap((kind) => {
    const raw = parsed.output[kind];
    return raw === undefined ? [] : [{ kind, raw }];
  });
  if (kinds.length === 0)
    throw new SedgeError("no-identifier", "Pass at least one of email, phone, loyalty and account.");
  try {
    return kinds.map(({ kind, raw }) => ({
      kind,
      input: prfInput(site, kind, normaliseIdentifier(kind, raw, country)),
    }));
  } catch (error) {
    if (error instanceof IdentifierError) throw new SedgeError(error.code, error.message);
    throw error;
  }
}
