import { writeArtefact } from "../model-folder.ts";
import { progressOver } from "../progress.ts";
import { reliabilityBins } from "../reliability-bins.ts";
import { reliabilityPlot } from "../reliability-plot.ts";
import type { TextModel } from "../text/text-reference.ts";
import { TEXT_SENTENCES } from "../text/text-sentences.ts";
import { textVectors } from "../text/text-vectors.ts";
import { EMOTION_MODELS } from "./emotion-models.ts";
import { emotionProbabilities } from "./emotion-figures.ts";
import { EMOTION_SENTENCES } from "./emotion-sentences.ts";
import { type EmotionOutput, emotionTarget } from "./emotion-outputs.ts";
import { EMOTION_TEACHERS, taughtOutputs, teacherAnswers } from "./emotion-teachers.ts";
import { type EmotionComment, emotionComments, labelNames } from "./goemotions.ts";
import { serviceSentences } from "./service-sentences.ts";
import { alteredTexts, type EmotionPlan, type TaughtTexts, trainEmotion } from "./train-emotion.ts";

/** Seed of the altered copies. */
const COPIES_SEED = 20_261_122;

/**
 * Trains the wanted models of feeling from one set of teachers, and writes their manifests, weights, vectors and
 * reliability plots. False without the data.
 */
export function writeEmotions(wanted: readonly EmotionPlan[] = EMOTION_MODELS): boolean {
  const [train, development, test] = (["train", "dev", "test"] as const).map(emotionComments);
  const original = labelNames("original");
  if (!train || !development || !test || !original) return false;
  const comments = [...train, ...serviceSentences()];
  const steps =
    EMOTION_TEACHERS.reduce((sum, { plan }) => sum + plan.epochs, 0) +
    2 * wanted.reduce((sum, { bag }) => sum + bag.epochs, 0);
  const progress = progressOver(wanted.map(({ name }) => name).join(", "), steps);
  const taught = taughtTexts(comments, taughtOutputs(original), progress.step);
  for (const plan of wanted) {
    const model = trainEmotion(plan, comments, taught, development, (note) => {
      // A student's epoch has twice the texts of a teacher's.
      progress.step(note);
      progress.step(note);
    });
    writeEmotion(plan, model, test);
  }
  return true;
}

/** The mean of what all teachers say of the comments and of their altered copies. */
function taughtTexts(
  comments: readonly EmotionComment[],
  outputs: readonly EmotionOutput[],
  afterEpoch: (note: string) => void,
): TaughtTexts {
  const texts = [...comments.map(({ text }) => text), ...alteredTexts(comments, COPIES_SEED)];
  const answers = texts.map(() => new Float32Array(outputs.length));
  for (const teacher of EMOTION_TEACHERS) {
    teacherAnswers(teacher, comments, outputs, texts, afterEpoch).forEach((answer, index) => {
      const mean = answers[index];
      answer.forEach((share, output) => {
        if (mean) mean[output] = (mean[output] ?? 0) + share / EMOTION_TEACHERS.length;
      });
    });
  }
  return { texts, outputs, answers };
}

/** Writes all that ships of a trained model. */
export function writeEmotion(plan: EmotionPlan, model: TextModel, test: readonly EmotionComment[]): void {
  const { name } = plan;
  writeArtefact(name, "manifest.json", model.manifest);
  writeArtefact(name, model.manifest.weights.file, model.weights);
  writeArtefact(name, "vectors.json", textVectors(model, [...TEXT_SENTENCES, ...EMOTION_SENTENCES]));
  const probabilities = emotionProbabilities(model, test);
  const truth = test.map((comment) => emotionTarget(plan.outputs, comment));
  const plotOf = (title: string, outputs: readonly number[]) =>
    reliabilityPlot({
      title,
      bins: reliabilityBins(
        probabilities.flatMap((row) => outputs.map((output) => row[output] ?? 0)),
        truth.flatMap((row) => outputs.map((output) => row[output] === 1)),
      ),
    });
  const encoder = new TextEncoder();
  const classes = plan.outputs.flatMap(({ code }, index) => (plan.scores.includes(code) ? [] : [index]));
  writeArtefact(name, "reliability.svg", encoder.encode(plotOf(`${name}, all classes, test part`, classes)));
  plan.outputs.forEach(({ code }, index) => {
    if (!plan.scores.includes(code)) return;
    writeArtefact(name, `reliability-${code}.svg`, encoder.encode(plotOf(`${code}, test part`, [index])));
  });
}
