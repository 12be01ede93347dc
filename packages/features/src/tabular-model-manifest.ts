import * as v from "valibot";
import { Layer } from "./model-manifest.ts";

/** Version of the way a row becomes inputs (`tabularModelInput`). */
export const TABULAR_SCHEMA = "tabular.v1";
/** Longest column name, class label and category, in UTF-16 code units. */
export const MAX_TABULAR_NAME = 120;
/** Most categories that a column names; rarer ones count as "other". */
export const MAX_CATEGORIES = 128;
/** Most knots of a numeric column's curve. */
export const MAX_KNOTS = 33;

const finite = v.pipe(v.number(), v.finite());
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_TABULAR_NAME));
const column = {
  /** The column's name in a row. */
  name,
  /** Words for people, such as `month of the call`. */
  label: name,
  /** Whether a missing value has a unit of its own. Without one, a missing value is the average of the column. */
  hasMissing: v.boolean(),
  /** Mean of each of the column's units over the training rows, taken off, so that 0 is the average. */
  means: v.pipe(v.array(finite), v.minLength(1), v.maxLength(MAX_CATEGORIES + 2)),
};

/**
 * A number `x`, clipped to `lower` and `upper`. Its units: `x / scale`; for each pair of neighbouring knots how far x has
 * come from one to the next, 0 to 1 (piecewise linear encoding, Gorishniy, Rubachev and Babenko 2022); and `missing`.
 */
const NumericColumn = v.strictObject({
  kind: v.literal("numeric"),
  ...column,
  lower: finite,
  upper: finite,
  scale: v.pipe(finite, v.minValue(1e-9)),
  /** Ascending; fewer than two mean no curve. */
  knots: v.pipe(v.array(finite), v.maxLength(MAX_KNOTS)),
});

/** A category. Its units: one for each known value, `other` if it has one, and `missing`; 1 for what is so, else 0. */
const CategoricalColumn = v.strictObject({
  kind: v.literal("categorical"),
  ...column,
  values: v.pipe(
    v.array(v.pipe(v.string(), v.maxLength(MAX_TABULAR_NAME))),
    v.minLength(1),
    v.maxLength(MAX_CATEGORIES),
  ),
  /** Whether values that are not named have a unit of their own. Without one, such a value is the average. */
  hasOther: v.boolean(),
});

/** One column of a row and how it enters the network. */
export const TabularColumn = v.variant("kind", [NumericColumn, CategoricalColumn]);
export type TabularColumn = v.InferOutput<typeof TabularColumn>;

/** How many units of the network's input a column has. */
export function unitsOf(column: TabularColumn): number {
  const own =
    column.kind === "numeric" ? Math.max(1, column.knots.length) : column.values.length + Number(column.hasOther);
  return own + Number(column.hasMissing);
}

const Fields = v.strictObject({
  kind: v.literal("tabular"),
  name: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/)),
  version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/)),
  tabularSchema: v.literal(TABULAR_SCHEMA),
  /** The column that the model was taught to say. */
  labelColumn: name,
  columns: v.pipe(v.array(TabularColumn), v.minLength(1), v.maxLength(512)),
  layers: v.pipe(v.array(Layer), v.minLength(1), v.maxLength(8)),
  /** `code`: as in the label column. */
  classes: v.pipe(v.array(v.strictObject({ code: name, label: name })), v.minLength(2), v.maxLength(1_024)),
  /** Probabilities are `softmax(logits / temperature + shifts)`. */
  answer: v.strictObject({
    kind: v.literal("softmax"),
    temperature: v.pipe(v.number(), v.minValue(0.05), v.maxValue(20)),
    shifts: v.pipe(v.array(finite), v.minLength(2)),
  }),
  weights: v.strictObject({
    file: v.pipe(v.string(), v.regex(/^[a-z0-9.-]{1,64}$/)),
    bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_048_576)),
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  }),
});

function isConnected({ columns, layers, classes, answer, weights }: v.InferOutput<typeof Fields>): boolean {
  let width = columns.reduce((sum, column) => sum + unitsOf(column), 0);
  for (const layer of layers) {
    if (layer.inputs !== width || layer.biasOffset % 4 !== 0) return false;
    if (layer.weightsOffset + layer.inputs * layer.units > weights.bytes) return false;
    if (layer.biasOffset + layer.units * 4 > weights.bytes) return false;
    width = layer.units;
  }
  return width === classes.length && answer.shifts.length === classes.length;
}

const isOneMeanAUnit = ({ columns }: v.InferOutput<typeof Fields>) =>
  columns.every((column) => column.means.length === unitsOf(column));
const isNamedOnce = ({ columns, classes }: v.InferOutput<typeof Fields>) =>
  new Set(columns.map(({ name }) => name)).size === columns.length &&
  new Set(classes.map(({ code }) => code)).size === classes.length;

/** A model of rows with named columns: what goes in, how the weights file is laid out, what comes out, and its hash. */
export const TabularModelManifest = v.pipe(
  Fields,
  v.check(isConnected, "layers do not fit each other, the columns, the classes or the weights file"),
  v.check(isOneMeanAUnit, "a column has not one mean a unit"),
  v.check(isNamedOnce, "a column or a class is there twice"),
);
export type TabularModelManifest = v.InferOutput<typeof TabularModelManifest>;
