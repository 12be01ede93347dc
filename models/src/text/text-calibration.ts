import type { TextModelManifest } from "@sedge/features/text-model-manifest";
import { fitLogistic } from "../logistic-regression.ts";
import { plattOf } from "../platt.ts";
import type { TextClasses } from "./text-classes.ts";
import { OUT_OF_SCOPE, type TextPlan, type TextRow } from "./text-plan.ts";
import { temperatureOf } from "./temperature.ts";

type Answer = TextModelManifest["answer"];
type OutOfScope = NonNullable<TextModelManifest["outOfScope"]>;

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

/** Share of in-scope answers that may be lost to wrong refusals when the threshold is chosen. */
const GIVEN_UP = 0.0075;

/** Fewer in-scope rows than this do not show where that share lies: the threshold is then at least .5. */
const FEW_ROWS = 200;

/**
 * How the out-of-scope score is made of energy, background unit and surprise, by logistic regression over validation rows
 * within and out of scope, each half counting the same; and the threshold, the lowest at which right answers to no more
 * than three of four hundred rows within scope are refused. `outside`: logits of texts out of scope that taught nothing.
 */
export function outOfScopeRule(
  within: readonly { readonly logits: Float64Array; readonly isRight: boolean }[],
  outside: readonly Float64Array[],
  classes: number,
  temperature: number,
  givenUp: number = GIVEN_UP,
): OutOfScope {
  const signsOf = (logits: Float64Array) => scopeSigns(logits, classes, temperature);
  const [inside, beyond] = [within.map(({ logits }) => signsOf(logits)), outside.map(signsOf)];
  // The smaller side is repeated, so that neither is thought unlikely beforehand.
  const times = Math.max(1, Math.round(inside.length / Math.max(1, beyond.length)));
  const repeated = Array.from({ length: times }, () => beyond).flat();
  const rows = [...inside, ...repeated];
  const [energy = 0, background = 0, surprise = 0, shift = 0] = fitLogistic(
    rows,
    rows.map((_, index) => index >= inside.length),
    1,
  );
  const rule = { shift: six(shift), energy: six(energy), background: six(background), surprise: six(surprise) };
  const scores = within
    .filter(({ isRight }) => isRight)
    .map(({ logits }) => scopeScore(rule, signsOf(logits)))
    .sort((a, b) => b - a);
  const chosen = (scores[Math.floor(givenUp * within.length)] ?? 0.5) + 1e-6;
  const threshold = within.length < FEW_ROWS ? Math.max(0.5, chosen) : chosen;
  return { ...rule, threshold: six(Math.min(1, threshold)) };
}

/** Energy, background over energy, and surprise: see `OutOfScope` in the manifest. */
function scopeSigns(logits: Float64Array, classes: number, temperature: number): [number, number, number] {
  const own = logits.subarray(0, classes);
  const top = own.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const energy = top + Math.log(own.reduce((sum, logit) => sum + Math.exp(logit - top), 0));
  const surprise = Math.log(own.reduce((sum, logit) => sum + Math.exp((logit - top) / temperature), 0));
  return [energy, (logits[classes] ?? 0) - energy, surprise];
}

function scopeScore(
  rule: Omit<OutOfScope, "threshold">,
  [energy, background, surprise]: [number, number, number],
): number {
  const logit = rule.shift + rule.energy * energy + rule.background * background + rule.surprise * surprise;
  return 1 / (1 + Math.exp(-logit));
}
