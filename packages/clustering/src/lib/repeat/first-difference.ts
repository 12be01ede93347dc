/** Where two values of JSON first differ, as `cells[3].count: 91, not 90`; undefined if they are alike. */
export function firstDifference(found: unknown, expected: unknown, path = ""): string | undefined {
  if (Object.is(found, expected)) return undefined;
  if (!isBranch(found) || !isBranch(expected) || Array.isArray(found) !== Array.isArray(expected))
    return `${path || "the whole"}: ${shown(found)}, not ${shown(expected)}`;
  const other = new Map(Object.entries(expected));
  const placeOf = (name: string) => (Array.isArray(found) ? `${path}[${name}]` : path ? `${path}.${name}` : name);
  for (const [name, value] of Object.entries(found)) {
    const at = placeOf(name);
    const difference = other.has(name)
      ? firstDifference(value, other.get(name), at)
      : `${at}: ${shown(value)}, not there`;
    if (difference !== undefined) return difference;
    other.delete(name);
  }
  const [missing] = other;
  return missing && `${placeOf(missing[0])}: not there, not ${shown(missing[1])}`;
}

function isBranch(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
