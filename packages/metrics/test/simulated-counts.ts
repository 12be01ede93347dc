import { seededRandom } from "@sedge/privacy/seeded-random";

/** A number in 0 … 1, not 0. */
export type Uniform = () => number;

export function uniformOf(seed: string): Uniform {
  const random = seededRandom(seed);
  let view: DataView = new DataView(new ArrayBuffer(0));
  let next = 0;
  return () => {
    if (next + 4 > view.byteLength) {
      const bytes = random(4_096);
      view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      next = 0;
    }
    next += 4;
    return (view.getUint32(next - 4) + 0.5) / 2 ** 32;
  };
}

/** Box and Muller 1958. */
export function normal(uniform: Uniform): number {
  return Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Knuth's for small means; from 60 on the rounded normal, whose tails agree by then. */
export function poisson(mean: number, uniform: Uniform): number {
  if (mean >= 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(uniform)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = uniform(); product > limit; product *= uniform()) count += 1;
  return count;
}
