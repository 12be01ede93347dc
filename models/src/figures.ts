import { calibrate, modelInput } from "@sedge/features";
import { auc } from "./auc.ts";
import { calibrationError } from "./calibration-error.ts";
import { dequantise, forward } from "@sedge/features/dense-network";
import type { FittedModel } from "./fit-model.ts";
import type { Example } from "./model-plan.ts";
import { randomFrom } from "./random.ts";

/** How well one output did on examples that it had not seen. */
export interface Figures {
  readonly rows: number;
  readonly positives: number;
  readonly auc: number;
  /** 95 % interval of the AUC, by 500 bootstrap samples. */
  readonly interval: readonly [number, number];
  /** Expected calibration error over 15 bins of equal width, and over 10 of equal mass. */
  readonly calibrationError: number;
  readonly massCalibrationError: number;
  /** What the latter would be, in the mean of 200 draws, were every probability exactly right: its floor at this size. */
  readonly calibrationFloor: number;
  readonly logLoss: number;
}

/** Figures of any scores with their probabilities. */
export function figuresOf(probabilities: readonly number[], labels: readonly boolean[]): Figures {
  const loss = probabilities.reduce((sum, p, index) => sum - Math.log(Math.max(1e-12, labels[index] ? p : 1 - p)), 0);
  return {
    rows: labels.length,
    positives: labels.filter(Boolean).length,
    auc: auc(probabilities, labels),
    interval: bootstrap(probabilities, labels),
    calibrationError: calibrationError(probabilities, labels, "width"),
    massCalibrationError: calibrationError(probabilities, labels, "mass"),
    calibrationFloor: floorOf(probabilities),
    logLoss: loss / labels.length,
  };
}

function floorOf(probabilities: readonly number[]): number {
  const random = randomFrom(200);
  const draws = Array.from({ length: 200 }, () =>
    calibrationError(
      probabilities,
      probabilities.map((p) => random() < p),
      "mass",
    ),
  );
  return draws.reduce((sum, error) => sum + error, 0) / draws.length;
}

function bootstrap(probabilities: readonly number[], labels: readonly boolean[]): [number, number] {
  const random = randomFrom(500);
  const found = Array.from({ length: 500 }, () => {
    const drawn = labels.map(() => Math.floor(random() * labels.length));
    return auc(
      drawn.map((index) => probabilities[index] ?? 0),
      drawn.map((index) => labels[index] ?? false),
    );
  }).toSorted((a, b) => a - b);
  return [found[12] ?? Number.NaN, found[487] ?? Number.NaN];
}

/** Calibrated probabilities of a model's output for the examples, from the float64 reference. */
export function probabilitiesOf(model: FittedModel, output: number, examples: readonly Example[]): number[] {
  const network = dequantise({ layers: model.manifest.layers, bytes: model.weights });
  const head = model.manifest.outputs[output];
  if (!head) throw new RangeError(`${model.manifest.name} has no output ${output}`);
  return examples.map(({ record }) =>
    calibrate(head, forward(network, modelInput(model.manifest, record))[output] ?? 0),
  );
}
