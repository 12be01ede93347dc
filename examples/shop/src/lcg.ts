/** Seeded pseudorandom numbers in [0, 1) (the 32-bit generator of Numerical Recipes). */
export function lcg(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
