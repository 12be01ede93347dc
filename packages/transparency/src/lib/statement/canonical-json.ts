/** JSON as documents of the log use it: all but true and false. */
export type Json = string | number | null | readonly Json[] | { readonly [name: string]: Json | undefined };

/**
 * The one spelling of `value` (RFC 8785): names in order of their UTF-16 code units, no spaces, numbers and strings as
 * JSON.stringify writes them. So any language's library for that RFC signs and verifies the same bytes.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name] ?? null)}`);
  return `{${members.join(",")}}`;
}

/** Array.isArray does not narrow a readonly array. */
function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
