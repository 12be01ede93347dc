import { textAnswer, textModelInput } from "@sedge/features/text";
import * as v from "valibot";
import { dequantise, forward } from "@sedge/features/dense-network";
import type { TextModel } from "./text-reference.ts";

const numbers = v.array(v.pipe(v.number(), v.finite()));

/** Sentences with the answers that every backend has to give within `tolerance`, from the float64 reference. */
export const TextVectors = v.strictObject({
  model: v.string(),
  version: v.string(),
  tolerance: v.number(),
  vectors: v.pipe(
    v.array(
      v.strictObject({
        text: v.string(),
        logits: numbers,
        probabilities: numbers,
        outOfScope: v.nullable(v.pipe(v.number(), v.finite())),
      }),
    ),
    v.minLength(24),
  ),
});
export type TextVectors = v.InferOutput<typeof TextVectors>;

const nine = (values: Iterable<number>) => Array.from(values, (value) => Number(value.toPrecision(9)));

/** A model's test vectors. */
export function textVectors({ manifest, weights }: TextModel, sentences: readonly string[]): TextVectors {
  const network = dequantise({ layers: manifest.layers, bytes: weights });
  const vectors = sentences.map((text) => {
    const logits = forward(network, textModelInput(manifest, weights, text));
    const { classes, outOfScope } = textAnswer(manifest, logits);
    return {
      text,
      logits: nine(logits),
      probabilities: nine(classes.map(({ probability }) => probability)),
      outOfScope,
    };
  });
  return { model: manifest.name, version: manifest.version, tolerance: 1e-3, vectors };
}
