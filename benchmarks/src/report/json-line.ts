/** JSON that can be put on one line. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Numbers keep six significant digits: more is noise, and a line is read by people too. */
function shortened(_key: string, value: unknown): unknown {
  return typeof value === "number" && Number.isFinite(value) ? Number(value.toPrecision(6)) : value;
}

/** The bench's last line: one JSON object, which `tail -n 1` hands to a program. */
export function jsonLine(result: { readonly [key: string]: Json }): string {
  return JSON.stringify(result, shortened);
}
