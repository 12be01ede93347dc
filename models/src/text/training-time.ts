import { textFeatures } from "@sedge/features/text";
import { randomFrom } from "../random.ts";
import { bagRows } from "./bag-rows.ts";
import { freshBag, MAX_FEATURES_COUNTED, trainBag } from "./bag-training.ts";
import type { TextData, TextPlan } from "./text-plan.ts";
import { bagPlanOf } from "./text-teachers.ts";

/** Texts of the trial. */
const TEXTS = 64;
/** Epochs of the trial; the last is timed. */
const EPOCHS = 4;
/** Rows of the trial's table: as many as a teacher's, so that memory costs what it will. */
const BUCKETS = 30_000;
/** Outputs of the trial; more make little difference to the table's part of the work. */
const OUTPUTS = 16;

/**
 * About how many seconds the training takes on this machine: a trial on a few of the texts, times what all networks
 * have to read. `features`: of `textWork`. `now`: a clock in milliseconds.
 */
export function expectedSeconds({ train }: TextData, plan: TextPlan, features: number, now: () => number): number {
  const stride = Math.max(1, Math.floor(train.length / TEXTS));
  const texts = train.filter((_, index) => index % stride === 0).slice(0, TEXTS);
  const counts = texts.map(({ text }) => Math.min(textFeatures(text, plan.grams).length, MAX_FEATURES_COUNTED));
  const read = counts.reduce((sum, count) => sum + count, 0);
  const { batch } = bagPlanOf(plan, BUCKETS, 1, train.length, read);
  const bagPlan = { ...bagPlanOf(plan, BUCKETS, 1, texts.length, read), epochs: EPOCHS, batch };
  const network = freshBag(bagPlan, OUTPUTS, randomFrom(1));
  const target = new Float32Array(OUTPUTS).fill(1 / OUTPUTS);
  const examples = texts.map(({ text }) => ({
    rows: bagRows(text, plan.grams, bagPlan.shape),
    head: 0,
    target,
    weight: 1,
  }));
  const ends: number[] = [];
  trainBag(
    network,
    bagPlan,
    () => examples,
    randomFrom(1),
    () => ends.push(now()),
  );
  // The first epochs allocate and are compiled.
  const [start = 0, end = 0] = ends.slice(-2);
  return ((end - start) / 1_000 / Math.max(1, read)) * features;
}
