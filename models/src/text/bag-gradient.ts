import type { BagNetwork, BagRows } from "./bag-network.ts";

/** What one text contributes to a batch. */
export interface BagExample {
  readonly rows: BagRows;
}

/** Sums of gradients over a batch. Of the table only the rows that the batch touched, in the order of `touched`. */
export class BagGradient {
  readonly layers: readonly { readonly weights: Float32Array; readonly bias: Float32Array }[];
  /** Table rows of the batch, each once. */
  touched = new Int32Array(1_024);
  touchedCount = 0;
  /** Gradients of the touched rows, one after the other, as wide as a row. */
  rows: Float32Array;
  readonly #place: Int32Array;
  readonly #width: number;

  constructor(network: BagNetwork) {
    this.#width = network.shape.dimensions + 1;
    this.rows = new Float32Array(this.touched.length * this.#width);
    this.#place = new Int32Array(network.shape.parts * network.shape.buckets).fill(-1);
    this.layers = network.layers.map(({ inputs, units }) => ({
      weights: new Float32Array(inputs * units),
      bias: new Float32Array(units),
    }));
  }

  /** Where a row's gradient starts in `rows`. */
  startOf(row: number): number {
    const known = this.#place[row] ?? -1;
    if (known >= 0) return known * this.#width;
    if (this.touchedCount === this.touched.length) {
      const [touched, rows] = [this.touched, this.rows];
      this.touched = new Int32Array(touched.length * 2);
      this.touched.set(touched);
      this.rows = new Float32Array(rows.length * 2);
      this.rows.set(rows);
    }
    this.touched[this.touchedCount] = row;
    this.#place[row] = this.touchedCount;
    this.touchedCount += 1;
    return (this.touchedCount - 1) * this.#width;
  }

  clear(): void {
    for (let index = 0; index < this.touchedCount; index += 1) this.#place[this.touched[index] ?? 0] = -1;
    this.rows.fill(0, 0, this.touchedCount * this.#width);
    this.touchedCount = 0;
    for (const { weights, bias } of this.layers) {
      weights.fill(0);
      bias.fill(0);
    }
  }
}
