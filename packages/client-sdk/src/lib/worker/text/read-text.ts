import { textAnswer, textModelInput } from "@sedge/features/text";
import type { Backend } from "../../classification.ts";
import type { SupportIntent, TextScore } from "../../text-classification.ts";
import type { TensorRuntime } from "../tensor/tensor-runtime.ts";
import type { TextModel } from "./text-model.ts";
import { type Omissions, wordReasons } from "./word-reasons.ts";

/** Most classes given for one answer. */
const MAX_CLASSES = 3;

/** What one model says of a text and of the same text without each of its words. */
export class TextReading {
  readonly #model: string;
  readonly #omissions: Omissions;
  /** One for each text of the omissions. */
  readonly #answers: readonly ReturnType<typeof textAnswer>[];

  constructor(model: string, omissions: Omissions, answers: readonly ReturnType<typeof textAnswer>[]) {
    this.#model = model;
    this.#omissions = omissions;
    this.#answers = answers;
  }

  /** The most likely classes, without those of the codes that are scores of their own. */
  answer(scores: readonly string[] = []): SupportIntent {
    const { classes = [], outOfScope = null, isOutOfScope = false } = this.#answers[0] ?? {};
    const likely = classes
      .filter(({ code }) => !scores.includes(code))
      .toSorted((a, b) => b.probability - a.probability)
      .slice(0, MAX_CLASSES)
      .map(({ code, label, probability }) => ({ code, label, probability }));
    const moved = isOutOfScope
      ? this.#answers.map((answer) => answer.outOfScope ?? Number.NaN)
      : this.#probabilities(likely[0]?.code);
    const reasons = wordReasons(this.#omissions, moved);
    return { model: this.#model, classes: likely, outOfScope, isOutOfScope, reasons };
  }

  /** The score of that code; null where the model has none. */
  score(code: string): TextScore | null {
    const found = this.#answers[0]?.classes.find((one) => one.code === code);
    if (!found) return null;
    const { label, probability } = found;
    const reasons = wordReasons(this.#omissions, this.#probabilities(code));
    return { model: this.#model, code, label, probability, reasons };
  }

  #probabilities(code: string | undefined): number[] {
    return this.#answers.map(({ classes }) => classes.find((one) => one.code === code)?.probability ?? Number.NaN);
  }
}

/** Reads a text with one model: itself and its omissions in one batch. Rejects when no backend is left. */
export async function readText(
  runtime: TensorRuntime,
  backends: readonly Backend[],
  { manifest, layers, weights }: TextModel,
  omissions: Omissions,
): Promise<TextReading> {
  const width = layers[0]?.inputs ?? 0;
  const rows = new Float32Array(omissions.texts.length * width);
  for (const [row, text] of omissions.texts.entries()) rows.set(textModelInput(manifest, weights, text), row * width);
  const logits = await runtime.run(backends, layers, rows);
  const units = logits.length / omissions.texts.length;
  const answers = omissions.texts.map((_, row) =>
    textAnswer(manifest, logits.subarray(row * units, (row + 1) * units)),
  );
  return new TextReading(manifest.name, omissions, answers);
}
