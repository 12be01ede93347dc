import type { TextModelManifest } from "../../text-model-manifest.ts";

/** The part of a manifest that says what comes out. */
export type TextAnswerRule = Pick<TextModelManifest, "name" | "classes" | "answer" | "outOfScope">;

/** One class and its calibrated probability, 0 to 1. */
export interface TextClass {
  readonly code: string;
  readonly label: string;
  readonly probability: number;
  /** Whether the class is predicted: the likeliest one (softmax), or each one above its own threshold (sigmoid). */
  readonly isPredicted: boolean;
}

export interface TextAnswer {
  /** In the manifest's order. For a softmax they add up to 1 and are valid if the text is within scope. */
  readonly classes: readonly TextClass[];
  /** Probability, 0 to 1, that the text is about none of the classes; null if the model was not taught to say. */
  readonly outOfScope: number | null;
  /** Whether `outOfScope` has reached the model's threshold: then no class should be acted on. */
  readonly isOutOfScope: boolean;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** What the network's logits mean. Throws RangeError if their number is not the manifest's. */
export function textAnswer(
  { name, classes, answer, outOfScope }: TextAnswerRule,
  logits: ArrayLike<number>,
): TextAnswer {
  const wanted = classes.length + (outOfScope?.background === undefined ? 0 : 1);
  if (logits.length !== wanted) throw new RangeError(`model ${name} has ${wanted} logits, not ${logits.length}`);
  const own = Array.from({ length: classes.length }, (_, index) => logits[index] ?? 0);
  if (answer.kind === "sigmoid") {
    const judged = classes.map(({ code, label }, index) => {
      const rule = answer.classes[index];
      const probability = rule ? sigmoid((own[index] ?? 0) / rule.temperature + rule.shift) : 0;
      return { code, label, probability, isPredicted: rule !== undefined && probability >= rule.threshold };
    });
    return { classes: judged, outOfScope: null, isOutOfScope: false };
  }
  const top = own.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const powers = own.map((logit) => Math.exp((logit - top) / answer.temperature));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const likeliest = own.indexOf(top);
  const judged = classes.map(({ code, label }, index) => ({
    code,
    label,
    probability: (powers[index] ?? 0) / total,
    isPredicted: index === likeliest,
  }));
  if (!outOfScope) return { classes: judged, outOfScope: null, isOutOfScope: false };
  // Liu et al. 2020, "Energy-based Out-of-distribution Detection", at temperature 1.
  const energy = top + Math.log(own.reduce((sum, logit) => sum + Math.exp(logit - top), 0));
  const { shift, background = 0, surprise, threshold } = outOfScope;
  const score = sigmoid(
    shift +
      outOfScope.energy * energy +
      background * ((logits[classes.length] ?? 0) - energy) +
      surprise * Math.log(total),
  );
  return { classes: judged, outOfScope: score, isOutOfScope: score >= threshold };
}
