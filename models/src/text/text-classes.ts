import { OUT_OF_SCOPE, type TextData, type TextPlan } from "./text-plan.ts";

/** A model's classes and whether it is taught what lies outside them. */
export interface TextClasses {
  readonly classes: readonly { readonly code: string; readonly label: string }[];
  readonly placeOf: ReadonlyMap<string, number>;
  /** Whether a background unit follows the classes' own. */
  readonly hasBackground: boolean;
}

/** `Refund_not_showing_up` as `refund not showing up`. */
function wordsOfCode(code: string): string {
  return (
    code
      .replaceAll(/[_\s]+/g, " ")
      .trim()
      .toLowerCase() || code
  );
}

/** The classes of a plan and its data. Throws RangeError if a softmax has fewer than two, or a row an unknown one. */
export function textClasses({ train, validation, background = [] }: TextData, plan: TextPlan): TextClasses {
  const found = new Set(train.flatMap(({ labels }) => labels).filter((label) => label !== OUT_OF_SCOPE));
  const classes = plan.classes ?? [...found].sort().map((code) => ({ code, label: wordsOfCode(code) }));
  const least = plan.answer === "softmax" ? 2 : 1;
  if (classes.length < least)
    throw new RangeError(`a text model needs at least ${least} classes, not ${classes.length}`);
  const placeOf = new Map(classes.map(({ code }, place) => [code, place]));
  const rows = [...train, ...validation];
  for (const { labels } of rows) {
    const unknown = labels.find((label) => label !== OUT_OF_SCOPE && !placeOf.has(label));
    if (unknown !== undefined) throw new RangeError(`no training row teaches the class ${unknown}`);
    if (plan.answer === "softmax" && labels.length !== 1) throw new RangeError("a row needs exactly one label");
  }
  const isTaught = background.length > 0 || train.some(({ labels }) => labels.includes(OUT_OF_SCOPE));
  return { classes, placeOf, hasBackground: plan.answer === "softmax" && isTaught };
}

/** What the outputs should say of a row with these labels; `smoothing` of a softmax is spread evenly over all. */
export function targetOf(
  labels: readonly string[],
  { classes, placeOf, hasBackground }: TextClasses,
  answer: TextPlan["answer"],
  smoothing: number,
): Float32Array<ArrayBuffer> {
  const outputs = classes.length + Number(hasBackground);
  const spread = answer === "softmax" ? smoothing / outputs : 0;
  const target = new Float32Array(outputs).fill(spread);
  for (const label of labels) {
    const place = label === OUT_OF_SCOPE ? classes.length : placeOf.get(label);
    if (place !== undefined && place < outputs) target[place] = spread + (answer === "softmax" ? 1 - smoothing : 1);
  }
  return target;
}
