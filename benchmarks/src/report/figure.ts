/** A short number: three significant digits below 100, whole and grouped above; a dash for null. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString("en");
  if (size === 0) return "0";
  const digits = Math.max(0, 2 - Math.floor(Math.log10(size)));
  return Number(value.toFixed(Math.min(digits, 6))).toString();
}
