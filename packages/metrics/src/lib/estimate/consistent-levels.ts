/** Noisy numbers of one level, all with noise of the same variance. */
export interface MeasuredLevel {
  readonly values: readonly number[];
  /** Of the noise in each value; more than 0. */
  readonly variance: number;
}

/** Estimates of one level, and the variance of the noise that is left in each. */
export interface ConsistentLevel {
  readonly values: number[];
  readonly variances: number[];
  /** Covariance of the noise of each value with that of the value which it is a part of. Not set at the top. */
  readonly withWhole: number[];
}

/**
 * The least-squares estimates of all levels, weighted by the inverse variances, among those in which totals and parts agree: Hay and
 * others 2010, "Boosting the accuracy of differentially private histograms through consistency", for any variances. One pass up
 * combines each total with the sum of its parts; one pass down divides what is left over the parts by their variances.
 *
 * @param fanOut - Parts of a value of level 0, of level 1, …. Level l has the product of the first l of them.
 * @param measured - One more than `fanOut`, from the total down; `null` where nothing was measured. The last is measured.
 * @throws RangeError for a level of another length, a variance that is not more than 0, or an unmeasured last level.
 */
export function consistentLevels(
  fanOut: readonly number[],
  measured: readonly (MeasuredLevel | null)[],
): ConsistentLevel[] {
  let size = 1;
  const sizes = [1, ...fanOut.map((parts) => (size *= parts))];
  if (measured.length !== sizes.length || measured.at(-1) === null)
    throw new RangeError("every level has its entry, and the last is measured");
  for (const [level, one] of measured.entries()) {
    if (one !== null && !(one.variance > 0 && one.values.length === sizes[level]))
      throw new RangeError("a level has one value a bucket and a variance of more than 0");
  }
  return divideDown(fanOut, combineUp(fanOut, measured, sizes));
}

interface Combined {
  readonly values: number[];
  readonly variances: number[];
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

function combineUp(
  fanOut: readonly number[],
  measured: readonly (MeasuredLevel | null)[],
  sizes: readonly number[],
): Combined[] {
  const levels: Combined[] = [];
  for (let level = fanOut.length; level >= 0; level -= 1) {
    const own = measured[level] ?? null;
    const below = levels[0];
    const parts = fanOut[level] ?? 0;
    const combined: Combined = { values: [], variances: [] };
    for (let index = 0; index < (sizes[level] ?? 0); index += 1) {
      const [start, end] = [index * parts, (index + 1) * parts];
      const sum = below && sumOf(below.values.slice(start, end));
      const sumVariance = below && sumOf(below.variances.slice(start, end));
      const weight = own === null ? 0 : 1 / own.variance;
      const sumWeight = sumVariance === undefined ? 0 : 1 / sumVariance;
      combined.variances.push(1 / (weight + sumWeight));
      combined.values.push(((own?.values[index] ?? 0) * weight + (sum ?? 0) * sumWeight) / (weight + sumWeight));
    }
    levels.unshift(combined);
  }
  return levels;
}

function divideDown(fanOut: readonly number[], combined: readonly Combined[]): ConsistentLevel[] {
  const [top = { values: [], variances: [] }, ...lower] = combined;
  const levels: ConsistentLevel[] = [{ ...top, withWhole: [] }];
  for (const [above, { values, variances }] of lower.entries()) {
    const parts = fanOut[above] ?? 1;
    const whole = levels[above];
    const level: ConsistentLevel = { values: [], variances: [], withWhole: [] };
    for (const [index, variance] of variances.entries()) {
      const parent = Math.floor(index / parts);
      const [start, end] = [parent * parts, (parent + 1) * parts];
      const share = variance / sumOf(variances.slice(start, end));
      const left = (whole?.values[parent] ?? 0) - sumOf(values.slice(start, end));
      const wholeVariance = whole?.variances[parent] ?? 0;
      level.values.push((values[index] ?? 0) + share * left);
      level.variances.push(variance * (1 - share) + share ** 2 * wholeVariance);
      level.withWhole.push(share * wholeVariance);
    }
    levels.push(level);
  }
  return levels;
}
