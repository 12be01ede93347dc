/** Numbers in [0, 1) that look random and are the same for the same seed (Numerical Recipes' 32-bit generator). */
export function lcg(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
