/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Numbers keep six significant digits. More is noise, and people also read the line. */
function shortened(_key: string, value: unknown): unknown {
  return typeof value === "number" && Number.isFinite(value) ? Number(value.toPrecision(6)) : value;
}

/** The bench's last line: one JSON object, which `tail -n 1` extracts. */
export function jsonLine(result: { readonly [key: string]: Json }): string {
  return JSON.stringify(result, shortened);
}
