/** Largest entry of a bundle: its length is 16 bits (C2SP tlog-tiles). */
export const MAX_ENTRY_BYTES = 65_535;

/**
 * Entries in the order of the log, each after its length in two bytes, the higher first.
 *
 * @throws RangeError for an entry that is too long.
 */
export function entryBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bundle = new Uint8Array(entries.reduce((sum, entry) => sum + 2 + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > MAX_ENTRY_BYTES) throw new RangeError("the entry is too long for a bundle");
    bundle.set([entry.length >> 8, entry.length & 0xff], at);
    bundle.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bundle;
}

/**
 * The entries of a bundle.
 *
 * @throws RangeError for bytes that end within an entry.
 */
export function readEntryBundle(bundle: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bundle.length;) {
    const [high, low] = bundle.subarray(at, at + 2);
    const end = at + 2 + (high ?? 0) * 256 + (low ?? 0);
    if (low === undefined || end > bundle.length) throw new RangeError("the bundle ends within an entry");
    entries.push(bundle.slice(at + 2, end));
    at = end;
  }
  return entries;
}
