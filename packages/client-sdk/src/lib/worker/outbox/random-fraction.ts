import type { RandomSource } from "@sedge/privacy/prf";

/** A number from 0 to 1 of four random bytes. */
export function randomFraction(random: RandomSource): number {
  const bytes = random(4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 0xffff_ffff;
}
