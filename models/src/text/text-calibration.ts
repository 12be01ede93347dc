import type { TextModelManifest } from "@sedge/features/text-model-manifest";
import { plattOf } from "../platt.ts";
import type { TextClasses } from "./text-classes.ts";
import { OUT_OF_SCOPE, type TextPlan, type TextRow } from "./text-plan.ts";
import { temperatureOf } from "./temperature.ts";

type Answer = TextModelManifest["answer"];

const six = (x: number) => Number(x.toPrecision(6));

/** The answer's calibration by what the shipped bytes say of the validation rows. */
export function calibratedAnswer(
  logits: readonly Float64Array[],
  rows: readonly TextRow[],
  { classes, placeOf }: TextClasses,
  answer: TextPlan["answer"],
): Answer {
  if (answer === "sigmoid") {
    return {
      kind: "sigmoid",
      classes: classes.map(({ code }, place) => {
        const own = logits.map((row) => row[place] ?? 0);
        const isSo = rows.map(({ labels }) => labels.includes(code));
        const { temperature, shift } = plattOf(own, isSo);
        const probabilities = own.map((logit) => 1 / (1 + Math.exp(-(logit / temperature + shift))));
        return { temperature: six(temperature), shift: six(shift), threshold: six(bestF1(probabilities, isSo)) };
      }),
    };
  }
  const within = rows.flatMap(({ labels }, index) => {
    const place = placeOf.get(labels[0] ?? OUT_OF_SCOPE);
    const row = logits[index];
    return place === undefined || !row ? [] : [{ place, row: row.subarray(0, classes.length) }];
  });
  const temperature =
    within.length === 0
      ? 1
      : temperatureOf(
          within.map(({ row }) => row),
          within.map(({ place }) => place),
        );
  return { kind: "softmax", temperature: six(temperature) };
}

/** The threshold with the highest F1 for a class. */
function bestF1(probabilities: readonly number[], isSo: readonly boolean[]): number {
  const order = probabilities.map((probability, index) => ({ probability, isSo: isSo[index] ?? false }));
  order.sort((a, b) => b.probability - a.probability);
  const positives = isSo.filter(Boolean).length;
  let [hits, best, threshold] = [0, -1, 0.5];
  order.forEach(({ probability, isSo }, index) => {
    hits += Number(isSo);
    const f1 = (2 * hits) / (index + 1 + positives);
    const next = order[index + 1]?.probability ?? 0;
    if (f1 > best && next < probability) [best, threshold] = [f1, (probability + next) / 2];
  });
  return threshold;
}
