import type { BagGradient } from "./bag-gradient.ts";
import type { BagNetwork } from "./bag-network.ts";

/** Steps of AdamW (Loshchilov and Hutter 2019). */
export interface AdamSteps {
  readonly decay: number;
  /** How much slower gates learn than the rest, as a factor. */
  readonly gateRate: number;
}

const [FIRST, SECOND, TINY] = [0.9, 0.999, 1e-8];

/**
 * AdamW over a network. Rows of the table are lazy: a row's moments and its decay advance only in steps that touch it,
 * as in sparse Adam, so that a step costs what the batch touched and not the table.
 */
export class BagAdam {
  readonly #network: BagNetwork;
  readonly #steps: AdamSteps;
  readonly #table: readonly [Float32Array, Float32Array];
  readonly #layers: readonly { readonly weights: Moments; readonly bias: Moments }[];
  #step = 0;

  constructor(network: BagNetwork, steps: AdamSteps) {
    this.#network = network;
    this.#steps = steps;
    this.#table = momentsOf(network.table);
    this.#layers = network.layers.map(({ weights, bias }) => ({ weights: momentsOf(weights), bias: momentsOf(bias) }));
  }

  /** One step down the gradient, which is divided by `examples`. */
  step(gradient: BagGradient, examples: number, rate: number): void {
    this.#step += 1;
    const first = 1 - FIRST ** this.#step;
    const second = 1 - SECOND ** this.#step;
    const pace = (rate * Math.sqrt(second)) / first;
    const shrink = 1 - rate * this.#steps.decay;
    this.#network.layers.forEach((layer, depth) => {
      const [sums, moments] = [gradient.layers[depth], this.#layers[depth]];
      if (!sums || !moments) return;
      descend(layer.weights, sums.weights, moments.weights, 0, 0, sums.weights.length, examples, pace, shrink);
      descend(layer.bias, sums.bias, moments.bias, 0, 0, sums.bias.length, examples, pace, 1);
    });
    const { dimensions } = this.#network.shape;
    const { table } = this.#network;
    for (let index = 0; index < gradient.touchedCount; index += 1) {
      const to = (gradient.touched[index] ?? 0) * (dimensions + 1);
      const from = index * (dimensions + 1);
      descend(table, gradient.rows, this.#table, to, from, dimensions, examples, pace, shrink);
      descend(
        table,
        gradient.rows,
        this.#table,
        to + dimensions,
        from + dimensions,
        1,
        examples,
        pace * this.#steps.gateRate,
        shrink,
      );
    }
  }
}

type Moments = readonly [Float32Array, Float32Array];

function momentsOf(values: Float32Array): Moments {
  return [new Float32Array(values.length), new Float32Array(values.length)];
}

function descend(
  values: Float32Array,
  gradients: Float32Array,
  [means, squares]: Moments,
  to: number,
  from: number,
  count: number,
  examples: number,
  pace: number,
  shrink: number,
): void {
  for (let index = 0; index < count; index += 1) {
    const slope = (gradients[from + index] ?? 0) / examples;
    const mean = FIRST * (means[to + index] ?? 0) + (1 - FIRST) * slope;
    const square = SECOND * (squares[to + index] ?? 0) + (1 - SECOND) * slope * slope;
    means[to + index] = mean;
    squares[to + index] = square;
    values[to + index] = (values[to + index] ?? 0) * shrink - (pace * mean) / (Math.sqrt(square) + TINY);
  }
}
