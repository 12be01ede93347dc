/**
 * Items of equal length in one buffer, to pass between threads. A small array is a view of a larger buffer, which would
 * be copied as a whole.
 */
export function packed(items: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = items[0]?.length ?? 0;
  const bytes = new Uint8Array(items.length * size);
  items.forEach((item, index) => bytes.set(item, index * size));
  return bytes;
}

/** The items of `size` bytes each in `bytes`. @throws RangeError if the length is not a multiple. */
export function unpacked(bytes: Uint8Array, size: number): Uint8Array[] {
  if (bytes.length % size !== 0) throw new RangeError("the length is not a multiple of the item size");
  return Array.from({ length: bytes.length / size }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}
