import { createHash } from "node:crypto";
import { modelInput } from "@sedge/features";
import { ModelManifest } from "@sedge/features/model-manifest";
import * as v from "valibot";
import { type DenseNetwork, dequantise, forward } from "@sedge/features/dense-network";
import { train, type TrainingRows } from "./dense-training.ts";
import type { Example, ModelPlan } from "./model-plan.ts";
import { plattOf } from "./platt.ts";
import type { Progress } from "./progress.ts";
import { quantise } from "./quantise.ts";
import { inputsFrom } from "./standardise.ts";

/** A model as it ships. */
export interface FittedModel {
  readonly manifest: ModelManifest;
  readonly weights: Uint8Array;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/**
 * Trains a plan's teachers, distils their mean into one network, quantises that and calibrates what the quantised
 * network says. Validation examples choose when to stop and calibrate; the test part is not seen here.
 */
export function fitModel(
  plan: ModelPlan,
  training: readonly Example[],
  validation: readonly Example[],
  progress: Progress,
): FittedModel {
  // Examples that teach only some outputs may be drawn; what is usual is what recorded ones say.
  const recorded = training.filter(({ weights }) => weights.every((weight) => weight > 0));
  const standard = inputsFrom(
    plan,
    recorded.map(({ record }) => record),
  );
  const inputsOf = (examples: readonly Example[]) => examples.map(({ record }) => [...modelInput(standard, record)]);
  const inputs = inputsOf(training);
  const validationInputs = inputsOf(validation);
  const score = (network: DenseNetwork) => -logLoss(network, validationInputs, validation);
  const rows: TrainingRows = {
    inputs,
    targets: training.map(({ answers }) => answers.map(Number)),
    weights: training.map(({ weights }) => weights),
  };
  const teachers = Array.from({ length: plan.teachers }, (_, index) => {
    const network = train(rows, { ...plan.teacher, seed: plan.teacher.seed + index }, score);
    progress.step(`teacher ${index + 1} of ${plan.teachers}`);
    return network;
  });
  const student = train({ ...rows, targets: inputs.map((row) => meanAnswer(teachers, row)) }, plan.student, score);
  progress.step("student");
  return shipped(plan, standard.inputs, student, validationInputs, validation);
}

function meanAnswer(teachers: readonly DenseNetwork[], row: readonly number[]): number[] {
  const answers = teachers.map((teacher) => forward(teacher, row));
  const width = answers[0]?.length ?? 0;
  return Array.from({ length: width }, (_, output) =>
    sigmoid(answers.reduce((sum, logits) => sum + (logits[output] ?? 0), 0) / answers.length),
  );
}

function logLoss(network: DenseNetwork, inputs: readonly number[][], examples: readonly Example[]): number {
  let [loss, count] = [0, 0];
  examples.forEach(({ answers, asked }, index) => {
    const logits = forward(network, inputs[index] ?? []);
    answers.forEach((answer, output) => {
      if (!asked[output]) return;
      const logit = (answer ? 1 : -1) * (logits[output] ?? 0);
      loss += Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(0, -logit);
      count += 1;
    });
  });
  return loss / count;
}

function shipped(
  plan: ModelPlan,
  inputs: ModelManifest["inputs"],
  network: DenseNetwork,
  validationInputs: readonly number[][],
  validation: readonly Example[],
): FittedModel {
  const { layers, bytes } = quantise(network);
  const logits = validationInputs.map((row) => forward(dequantise({ layers, bytes }), row));
  const manifest = v.parse(ModelManifest, {
    name: plan.name,
    version: plan.version,
    featureSchema: "session.v1",
    inputs,
    layers,
    outputs: plan.outputs.map((output, index) => {
      const asked = validation.flatMap((example, row) =>
        example.asked[index] ? [{ logit: logits[row]?.[index] ?? 0, answer: example.answers[index] ?? false }] : [],
      );
      const { temperature, shift } = plattOf(
        asked.map(({ logit }) => logit),
        asked.map(({ answer }) => answer),
      );
      return { ...output, temperature: Number(temperature.toPrecision(6)), shift: Number(shift.toPrecision(6)) };
    }),
    weights: { file: "weights.bin", bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") },
  });
  return { manifest, weights: bytes };
}
