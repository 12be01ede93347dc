/** Letters at the start that count for more, and how much each adds (Winkler 1990). */
const MAX_PREFIX = 4;
const PREFIX_WEIGHT = 0.1;

/**
 * How alike two words are by Jaro's measure with Winkler's bonus for a common start: 0 to 1 for equal ones (W. E. Winkler,
 * "String comparator metrics and enhanced decision rules in the Fellegi-Sunter model of record linkage", 1990).
 */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Uint8Array(b.length);
  const ofA: string[] = [];
  for (let at = 0; at < a.length; at++) {
    const end = Math.min(b.length, at + reach + 1);
    for (let other = Math.max(0, at - reach); other < end; other++) {
      if (taken[other] || a[at] !== b[other]) continue;
      taken[other] = 1;
      ofA.push(a[at] ?? "");
      break;
    }
  }
  const common = ofA.length;
  if (common === 0) return 0;
  let displaced = 0;
  let place = 0;
  for (let other = 0; other < b.length; other++) if (taken[other] && b[other] !== ofA[place++]) displaced++;
  const jaro = (common / a.length + common / b.length + (common - displaced / 2) / common) / 3;
  let prefix = 0;
  while (prefix < MAX_PREFIX && prefix < a.length && a[prefix] === b[prefix]) prefix++;
  return jaro + prefix * PREFIX_WEIGHT * (1 - jaro);
}
