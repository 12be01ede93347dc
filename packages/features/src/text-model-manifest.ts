import * as v from "valibot";
import { TEXT_SCHEMA } from "./lib/text/text-features.ts";
import { Layer } from "./model-manifest.ts";

/** Longest code and label of a class, in UTF-16 code units. */
export const MAX_TEXT_LABEL = 120;

const finite = v.pipe(v.number(), v.finite());
const count = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_TEXT_LABEL));
const step = v.pipe(finite, v.minValue(1e-12));
const temperature = v.pipe(finite, v.minValue(0.05), v.maxValue(20));
const share = v.pipe(finite, v.minValue(0), v.maxValue(1));

/** Which features of a text are read: see `TextGrams`. */
const Grams = v.pipe(
  v.strictObject({
    pairs: v.boolean(),
    skips: v.boolean(),
    charactersFrom: count(0, 8),
    charactersTo: count(0, 8),
  }),
  v.check(
    ({ charactersFrom, charactersTo }) => charactersFrom <= charactersTo && (charactersFrom > 0 || charactersTo === 0),
    "character runs go from a length of at least 1 to one that is no smaller, or are both 0",
  ),
);

/** The table of hashed features: see `TextTable`. */
const Table = v.strictObject({
  buckets: count(1, 1_048_576),
  dimensions: count(1, 512),
  parts: count(1, 8),
  scale: step,
  gateScale: step,
  offset: count(0, 1_048_575),
});

/**
 * `softmax(logits / temperature)`: exactly one class. `sigmoid(logit / temperature + shift)`: each class separately,
 * predicted from `threshold` on.
 */
const Answer = v.variant("kind", [
  v.strictObject({ kind: v.literal("softmax"), temperature }),
  v.strictObject({
    kind: v.literal("sigmoid"),
    classes: v.array(v.strictObject({ temperature, shift: finite, threshold: share })),
  }),
]);

/**
 * Out-of-scope probability: `sigmoid(shift + energy * E + background * (b - E) + surprise * S)`, where b is the logit
 * after the classes' own, E the log of the sum of the exponentials of theirs, and S minus the log of the likeliest
 * class's probability. Without `background` the network has no such logit. `threshold`: refused from here on.
 */
const OutOfScope = v.strictObject({
  shift: finite,
  energy: finite,
  background: v.optional(finite),
  surprise: finite,
  threshold: share,
});

const Fields = v.strictObject({
  kind: v.literal("text"),
  name: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/)),
  version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/)),
  textSchema: v.literal(TEXT_SCHEMA),
  grams: Grams,
  table: Table,
  layers: v.pipe(v.array(Layer), v.minLength(1), v.maxLength(8)),
  /** `code`: as in the data, stable. `label`: words for people. */
  classes: v.pipe(v.array(v.strictObject({ code: name, label: name })), v.minLength(1), v.maxLength(1_024)),
  answer: Answer,
  outOfScope: v.optional(OutOfScope),
  /** Languages of the training texts, as ISO 639-1 codes; left out: English. */
  languages: v.optional(v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z]{2,3}$/))), v.minLength(1), v.maxLength(64))),
  weights: v.strictObject({
    file: v.pipe(v.string(), v.regex(/^[a-z0-9.-]{1,64}$/)),
    bytes: count(1, 1_048_576),
    /** Hex SHA-256 of the file's exact bytes. */
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  }),
});
type Fields = v.InferOutput<typeof Fields>;

function isConnected({ table, layers, classes, outOfScope, weights }: Fields): boolean {
  if (table.offset + table.parts * table.buckets * (table.dimensions + 1) > weights.bytes) return false;
  let width = table.parts * table.dimensions;
  for (const layer of layers) {
    if (layer.inputs !== width || layer.biasOffset % 4 !== 0) return false;
    if (layer.weightsOffset + layer.inputs * layer.units > weights.bytes) return false;
    if (layer.biasOffset + layer.units * 4 > weights.bytes) return false;
    width = layer.units;
  }
  return width === classes.length + (outOfScope?.background === undefined ? 0 : 1);
}

const isAnswerable = ({ classes, answer, outOfScope }: Fields) =>
  answer.kind === "softmax" ? classes.length > 1 : answer.classes.length === classes.length && outOfScope === undefined;
const isNamedOnce = ({ classes }: Fields) => new Set(classes.map(({ code }) => code)).size === classes.length;

/** A text model's description: which features it reads, how the weights file is laid out, what comes out, and its hash. */
export const TextModelManifest = v.pipe(
  Fields,
  v.check(isConnected, "layers do not fit each other, the table, the classes or the weights file"),
  v.check(isAnswerable, "the answer does not fit the classes"),
  v.check(isNamedOnce, "a class is there twice"),
);
export type TextModelManifest = v.InferOutput<typeof TextModelManifest>;
