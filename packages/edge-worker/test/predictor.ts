/** A sample of bytes with the value that was planted in it: 0 or 1. */
export interface Sample {
  readonly bytes: Uint8Array;
  readonly planted: 0 | 1;
}

/** Mean of each bit of the bytes, over some samples. */
function centre(samples: readonly Sample[], length: number): Float64Array {
  const mean = new Float64Array(8 * length);
  for (const { bytes } of samples) {
    for (let bit = 0; bit < mean.length; bit++)
      mean[bit] = (mean[bit] ?? 0) + (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) / samples.length;
  }
  return mean;
}

function distance(bytes: Uint8Array, mean: Float64Array): number {
  let sum = 0;
  for (let bit = 0; bit < mean.length; bit++)
    sum += ((((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) - (mean[bit] ?? 0)) ** 2;
  return sum;
}

/**
 * How often the planted value is guessed from the bytes, by the nearer of the two values' mean bits: each half of the
 * samples is guessed with the other half and its values. 0.5 is chance.
 */
export function guessedShare(samples: readonly Sample[]): number {
  const length = Math.max(...samples.map(({ bytes }) => bytes.length));
  const half = Math.floor(samples.length / 2);
  const halves = [samples.slice(0, half), samples.slice(half)] as const;
  const right = [halves, [halves[1], halves[0]] as const].flatMap(([seen, guessed]) => {
    const [zero, one] = [0, 1].map((value) =>
      centre(
        seen.filter(({ planted }) => planted === value),
        length,
      ),
    );
    if (!zero || !one) throw new RangeError("two values are planted");
    return guessed.filter(({ bytes, planted }) => (distance(bytes, one) < distance(bytes, zero) ? 1 : 0) === planted);
  });
  return right.length / samples.length;
}
