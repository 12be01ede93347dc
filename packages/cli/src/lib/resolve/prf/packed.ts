/**
 * Items of equal length in one piece of memory. Threads pass these on: a small array is a window on a larger buffer, all of
 * which would be copied with it.
 */
export function packed(items: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = items[0]?.length ?? 0;
  const bytes = new Uint8Array(items.length * size);
  items.forEach((item, index) => bytes.set(item, index * size));
  return bytes;
}

/** The items of `size` bytes each that lie in `bytes`. @throws RangeError where they do not come out even. */
export function unpacked(bytes: Uint8Array, size: number): Uint8Array[] {
  if (bytes.length % size !== 0) throw new RangeError("the bytes hold no whole number of items");
  return Array.from({ length: bytes.length / size }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}
