/** A table's shape, before its steps and offset are known: see `TextTable`. */
export interface BagShape {
  readonly buckets: number;
  readonly dimensions: number;
  readonly parts: number;
}

/** A text network in float32 while it is trained: a gated bag of table rows, then dense layers. */
export interface BagNetwork {
  readonly shape: BagShape;
  /** Parts, then buckets, then `dimensions` values and the gate. */
  readonly table: Float32Array<ArrayBuffer>;
  readonly layers: readonly BagLayer[];
}

/** A dense layer, row-major, `inputs` rows of `units`; ReLU after every layer but the last. */
export interface BagLayer {
  readonly inputs: number;
  readonly units: number;
  readonly weights: Float32Array<ArrayBuffer>;
  readonly bias: Float32Array<ArrayBuffer>;
}

/** Features as rows of a network's table: the first part's rows of all features, then the second's, and so on. */
export type BagRows = Int32Array<ArrayBuffer>;

/** A network of zeros; `widths`: units of the hidden layers, then of the outputs. */
export function emptyBag(shape: BagShape, widths: readonly number[]): BagNetwork {
  let inputs = shape.parts * shape.dimensions;
  const layers = widths.map((units) => {
    const layer = { inputs, units, weights: new Float32Array(inputs * units), bias: new Float32Array(units) };
    inputs = units;
    return layer;
  });
  return { shape, table: new Float32Array(shape.parts * shape.buckets * (shape.dimensions + 1)), layers };
}
