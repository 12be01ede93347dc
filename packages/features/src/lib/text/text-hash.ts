/**
 * A feature's 32-bit hash: FNV-1a (Fowler, Noll and Vo) over UTF-16 code units from a start of its group's own, then the
 * finaliser of MurmurHash3 (Appleby), so that low bits are as good as high ones. Not a cryptographic hash: features
 * never leave the device.
 */
export function textHash(group: number, text: string): number {
  let hash = (0x811c_9dc5 ^ Math.imul(group, 0x9e37_79b1)) | 0;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x0100_0193);
  return finalise(hash);
}

/** The row of a feature in one part of a table: each part spreads the features again. */
export function textRow(hash: number, part: number, rows: number): number {
  return part === 0 ? hash % rows : finalise((hash ^ Math.imul(part, 0x85eb_ca77)) | 0) % rows;
}

function finalise(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85eb_ca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
