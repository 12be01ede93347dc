import * as v from "valibot";
import {
  MAX_MEASUREMENT_BITS,
  MAX_MEASUREMENT_CELLS,
  MAX_MEASUREMENT_ELEMENTS,
  MAX_MEASUREMENT_FEATURES,
} from "./limits.ts";

/**
 * What a vote says of the point beside its cell, where `o` is the point's offset from the cell's centre in units of the
 * cell's radius, cut to length 1.
 *
 * | terms | coordinates, of `d` features | what |
 * |---|---|---|
 * | `count` | 0 | nothing: the sums are a histogram |
 * | `offset` | d | `o` |
 * | `spread` | d + 1 | `o`, and its squared length |
 * | `moments` | d + d(d + 1) / 2 | `o`, and the products of its coordinates |
 */
export const MeasurementTerms = v.picklist(["count", "offset", "spread", "moments"]);
export type MeasurementTerms = v.InferOutput<typeof MeasurementTerms>;

const finite = v.pipe(v.number(), v.finite());

const MeasurementFields = v.object({
  /** Version of the feature vector that the centres live in; absent where the points are no sessions. */
  featureSchema: v.optional(v.pipe(v.string(), v.regex(/^[a-z]+\.v\d+$/))),
  /** Names of the coordinates, in order. */
  features: v.pipe(
    v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(80))),
    v.minLength(1),
    v.maxLength(MAX_MEASUREMENT_FEATURES),
  ),
  /** The public cells, each the points nearest to its centre; of equally near ones the first. */
  centres: v.pipe(
    v.array(v.pipe(v.array(finite), v.maxLength(MAX_MEASUREMENT_FEATURES))),
    v.minLength(1),
    v.maxLength(MAX_MEASUREMENT_CELLS),
  ),
  terms: MeasurementTerms,
  /** One a cell: the length of an offset that counts as 1, above 0. A longer one counts as if it ended there. */
  radii: v.pipe(v.array(v.pipe(finite, v.gtValue(0))), v.maxLength(MAX_MEASUREMENT_CELLS)),
  /** Bits of a coordinate, its sign among them: 8 give steps of a 128th of the radius. */
  bits: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(MAX_MEASUREMENT_BITS)),
});

type Fields = v.InferOutput<typeof MeasurementFields>;

/** What a vote's shares and proof depend on: how many cells, how many coordinates, and the bits of each. */
export interface MeasurementShape {
  readonly cells: number;
  readonly coordinates: number;
  readonly bits: number;
}

/** The shape of the votes that answer a measurement. */
export function shapeOfMeasurement({
  features,
  centres,
  terms,
  bits,
}: Omit<Fields, "featureSchema">): MeasurementShape {
  const d = features.length;
  const coordinates = { count: 0, offset: d, spread: d + 1, moments: d + (d * (d + 1)) / 2 }[terms];
  return { cells: centres.length, coordinates, bits };
}

/** Field elements in the longer share of one vote, without its proof: the cells, their products, the bits and the slack. */
export function elementsOf({ cells, coordinates, bits }: MeasurementShape): number {
  return cells * (coordinates + 1) + (coordinates === 0 ? 0 : coordinates * bits + 2 * bits);
}

/**
 * One round's question to every device. Valid only if every centre has one coordinate a feature, every cell one radius, and
 * the vote fits the bytes that a device may spend.
 */
export const Measurement = v.pipe(
  MeasurementFields,
  v.check(
    ({ features, centres, radii }) =>
      radii.length === centres.length && centres.every((centre) => centre.length === features.length),
    "centres, radii and features do not agree",
  ),
  v.check((one) => elementsOf(shapeOfMeasurement(one)) <= MAX_MEASUREMENT_ELEMENTS, "the vote is too large"),
);
export type Measurement = v.InferOutput<typeof Measurement>;
