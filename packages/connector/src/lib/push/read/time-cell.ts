/** An ISO 8601 day, or day and time; UTC if it has no zone. */
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;
const NUMBER = /^\d{1,13}(?:\.\d+)?$/;
/** Seconds reach this in the year 5138; milliseconds passed it in 1973. */
const LEAST_MS = 1e11;

/**
 * Parses a time to seconds since 1970: ISO 8601, or seconds or milliseconds since 1970. Undefined for anything else; in
 * 3/4 the month is ambiguous.
 */
export function timeOf(cell: string): number | undefined {
  if (NUMBER.test(cell)) {
    const value = Number(cell);
    return value >= LEAST_MS ? value / 1_000 : value;
  }
  const [, day, clock = "00:00", rest = ":00", zone = "Z"] = ISO.exec(cell) ?? [];
  if (day === undefined) return undefined;
  const colon = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
  const at = Date.parse(`${day}T${clock}${rest}${colon}`);
  // Date.parse reads 31 February as a day in March.
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const isReal = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
  return Number.isNaN(at) || !isReal ? undefined : at / 1_000;
}
