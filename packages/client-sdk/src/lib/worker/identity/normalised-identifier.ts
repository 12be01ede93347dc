import * as v from "valibot";
import { SedgeError } from "../../sedge-error.ts";
import type { SedgeErrorCode } from "../../sedge-error-code.ts";
import { lazyChunks } from "../lazy-chunks.ts";
import type { IdentifierKind } from "../storage/stored-keys.ts";

/** Longest identifier that is looked at, in UTF-16 code units. An e-mail address has at most 254 (RFC 5321). */
const MAX_CHARS = 320;
const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_CHARS));
/** A number is an id as a database counts it. Above 2^53 its last digits are lost, and two people could share it. */
const Value = v.union([Text, v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.transform(String))]);

const KINDS = ["email", "phone", "loyalty", "account"] as const;

/** An identifier in its one spelling, as the PRF takes it. Lives in memory only, and is never stored or sent. */
export interface NormalisedIdentifier {
  readonly kind: IdentifierKind;
  readonly input: Uint8Array;
}

/**
 * Normalises identifiers. Loads the rules and phone tables on first use. One that does not fit keeps none of the others from being
 * used: it is reported.
 *
 * @param report - Called for each value that does not fit where another does.
 * @throws SedgeError `code-unavailable` if the rules cannot be loaded; `no-identifier` without any; where no value fits, that of the
 *   first: `bad-identifier`, `bad-email`, `bad-phone`, `bad-loyalty` or `bad-account`. No error contains the value.
 */
export async function normalisedIdentifiers(
  site: string,
  identifiers: unknown,
  country: string | undefined,
  report: (code: SedgeErrorCode, message: string) => void,
): Promise<NormalisedIdentifier[]> {
  const given: Readonly<Record<string, unknown>> = Object(identifiers);
  const kinds = KINDS.filter((kind) => given[kind] !== undefined && given[kind] !== null);
  if (kinds.length === 0)
    throw new SedgeError("no-identifier", "Pass at least one of email, phone, loyalty and account.");
  const { IdentifierError, normaliseIdentifier, prfInput } = await lazyChunks.identifier();
  const good: NormalisedIdentifier[] = [];
  const bad: SedgeError[] = [];
  for (const kind of kinds) {
    try {
      const raw = v.parse(Value, given[kind]);
      good.push({ kind, input: prfInput(site, kind, normaliseIdentifier(kind, raw, country)) });
    } catch (error) {
      if (v.isValiError(error)) bad.push(new SedgeError("bad-identifier", `\`${kind}\` is not ${FORM}.`));
      else if (error instanceof IdentifierError) bad.push(new SedgeError(error.code, error.message));
      else throw error;
    }
  }
  const [first] = bad;
  if (good.length === 0 && first) throw first;
  for (const { code, message } of bad) report(code, `${message} The other identifiers are used.`);
  return good;
}

const FORM = `text of 1 to ${MAX_CHARS} characters, or a whole number below 2^53`;
