import type { BagExample, BagGradient } from "./bag-gradient.ts";
import type { BagNetwork } from "./bag-network.ts";

/**
 * An error of a unit that teaches nothing: of a hundred classes all but a few are as unlikely as they should be, and
 * passing them by saves most of the way back.
 */
const NEGLIGIBLE = 5e-4;

/** One text's way through a network and back. It owns its buffers, so that a pass allocates nothing. */
export class BagPass {
  readonly #network: BagNetwork;
  /** Inputs of each layer, after activation and dropout; the last entry contains the logits. */
  readonly #values: readonly Float32Array[];
  readonly #errors: readonly Float32Array[];
  /** Norm of the weights, one a part. */
  readonly #norms: Float64Array;
  #gates = new Float32Array(256);
  readonly #active: Int32Array;

  constructor(network: BagNetwork) {
    this.#network = network;
    const widths = [network.layers[0]?.inputs ?? 0, ...network.layers.map(({ units }) => units)];
    this.#values = widths.map((width) => new Float32Array(width));
    this.#errors = widths.map((width) => new Float32Array(width));
    this.#active = new Int32Array(Math.max(...widths));
    this.#norms = new Float64Array(network.shape.parts);
  }

  /**
   * The logits, in a buffer that the next pass overwrites. `keep`: for each layer, which of its inputs are kept and
   * times what (inverted dropout); without it all are.
   */
  forward(example: BagExample, keep?: readonly Float32Array[]): Float32Array {
    this.#pool(example);
    this.#network.layers.forEach(({ inputs, units, weights, bias }, depth) => {
      const [from, to, mask] = [this.#values[depth], this.#values[depth + 1], keep?.[depth]];
      if (!from || !to) return;
      if (mask) for (let index = 0; index < inputs; index += 1) from[index] = (from[index] ?? 0) * (mask[index] ?? 0);
      to.set(bias);
      for (let row = 0; row < inputs; row += 1) {
        const value = from[row] ?? 0;
        if (value === 0) continue;
        const start = row * units;
        for (let unit = 0; unit < units; unit += 1) to[unit] = (to[unit] ?? 0) + value * (weights[start + unit] ?? 0);
      }
      if (depth === this.#network.layers.length - 1) return;
      for (let unit = 0; unit < units; unit += 1) if ((to[unit] ?? 0) < 0) to[unit] = 0;
    });
    return this.#values.at(-1) ?? new Float32Array();
  }

  /** Adds to the gradient what the last forward pass gives for this error in its logits. */
  backward(example: BagExample, error: Float32Array, gradient: BagGradient, keep?: readonly Float32Array[]): void {
    this.#errors.at(-1)?.set(error);
    for (let depth = this.#network.layers.length - 1; depth >= 0; depth -= 1) {
      const [layer, sums] = [this.#network.layers[depth], gradient.layers[depth]];
      const [from, back, out] = [this.#values[depth], this.#errors[depth], this.#errors[depth + 1]];
      if (!layer || !sums || !from || !back || !out) return;
      const { inputs, units, weights } = layer;
      let count = 0;
      for (let unit = 0; unit < units; unit += 1) {
        if (Math.abs(out[unit] ?? 0) < NEGLIGIBLE) continue;
        this.#active[count] = unit;
        count += 1;
      }
      const active = this.#active.subarray(0, count);
      for (const unit of active) sums.bias[unit] = (sums.bias[unit] ?? 0) + (out[unit] ?? 0);
      const mask = keep?.[depth];
      for (let row = 0; row < inputs; row += 1) {
        const value = from[row] ?? 0;
        // A hidden unit at 0 was clipped or dropped: nothing goes back through it. Inputs of the first layer may be 0.
        if (value === 0 && (depth > 0 || mask?.[row] === 0)) {
          back[row] = 0;
          continue;
        }
        const start = row * units;
        let sum = 0;
        for (let index = 0; index < count; index += 1) {
          const unit = active[index] ?? 0;
          const slope = out[unit] ?? 0;
          sum += slope * (weights[start + unit] ?? 0);
          sums.weights[start + unit] = (sums.weights[start + unit] ?? 0) + value * slope;
        }
        back[row] = mask ? sum * (mask[row] ?? 0) : sum;
      }
    }
    this.#unpool(example, gradient, keep?.[0]);
  }

  #pool({ rows }: BagExample): void {
    const { shape, table } = this.#network;
    const { dimensions, parts } = shape;
    const features = rows.length / parts;
    if (this.#gates.length < rows.length) this.#gates = new Float32Array(rows.length * 2);
    const pooled = this.#values[0] ?? new Float32Array();
    pooled.fill(0, 0, parts * dimensions);
    for (let part = 0; part < parts; part += 1) {
      const into = part * dimensions;
      let squares = 1;
      for (let feature = part * features; feature < (part + 1) * features; feature += 1) {
        const start = (rows[feature] ?? 0) * (dimensions + 1);
        const gate = Math.exp(table[start + dimensions] ?? 0);
        this.#gates[feature] = gate;
        squares += gate * gate;
        for (let index = 0; index < dimensions; index += 1) {
          pooled[into + index] = (pooled[into + index] ?? 0) + gate * (table[start + index] ?? 0);
        }
      }
      const norm = Math.sqrt(squares);
      this.#norms[part] = norm;
      for (let index = into; index < into + dimensions; index += 1) pooled[index] = (pooled[index] ?? 0) / norm;
    }
  }

  #unpool({ rows }: BagExample, gradient: BagGradient, mask: Float32Array | undefined): void {
    const { shape, table } = this.#network;
    const { dimensions, parts } = shape;
    const features = rows.length / parts;
    const [pooled, back] = [this.#values[0] ?? new Float32Array(), this.#errors[0] ?? new Float32Array()];
    for (let part = 0; part < parts; part += 1) {
      const from = part * dimensions;
      const norm = this.#norms[part] ?? 1;
      let along = 0;
      for (let index = from; index < from + dimensions; index += 1) {
        // The pooled value was multiplied by the mask in place, as its error was: once of it is undone here.
        const kept = mask?.[index] ?? 1;
        if (kept !== 0) along += ((back[index] ?? 0) * (pooled[index] ?? 0)) / kept;
      }
      for (let feature = part * features; feature < (part + 1) * features; feature += 1) {
        const row = rows[feature] ?? 0;
        const start = row * (dimensions + 1);
        const place = gradient.startOf(row);
        const sums = gradient.rows;
        const gate = (this.#gates[feature] ?? 0) / norm;
        let towards = 0;
        for (let index = 0; index < dimensions; index += 1) {
          const slope = (back[from + index] ?? 0) * gate;
          towards += slope * (table[start + index] ?? 0);
          sums[place + index] = (sums[place + index] ?? 0) + slope;
        }
        sums[place + dimensions] = (sums[place + dimensions] ?? 0) + towards - along * gate * gate;
      }
    }
  }
}
