import { OUT_OF_SCOPE, TEXT_PLAN } from "@sedge/models/text-plan";
import { TEXT_SENTENCES } from "@sedge/models/text-sentences";
import { textVectors } from "@sedge/models/text-vectors";
import { textSteps, trainText } from "@sedge/models/train-text";
import { type TextRow, textRows } from "./text-rows.ts";
import { NEUTRAL_SENTENCES } from "./neutral-sentences.ts";
import type { OwnFiles, OwnReading, OwnTask } from "./own-task.ts";
import { TEXT_LABEL_COLUMN } from "./text-classifier.ts";
import { trainingParts } from "./training-parts.ts";

/** A task on a site's own texts. Throws CommandError for data that cannot be read or trained on. */
export async function textTask(files: OwnFiles, seed: number, reading: OwnReading): Promise<OwnTask> {
  const parts = await trainingParts({
    ...reading,
    files,
    seed,
    labelColumn: TEXT_LABEL_COLUMN,
    outside: OUT_OF_SCOPE,
    rowsOf: textRows,
  });
  const texts = (rows: readonly TextRow[]) => rows.map(({ text, label }) => ({ text, labels: [label] }));
  const data = { train: texts(parts.train.rows), validation: texts(parts.validation.rows) };
  return {
    split: parts.split,
    test: parts.test.table,
    train: ({ name, progress }) => {
      const plan = { ...TEXT_PLAN, name, version: "1.0.0", seed };
      const model = trainText(data, plan, progress(textSteps(data, plan)));
      const vectors = textVectors(model, [...TEXT_SENTENCES, ...NEUTRAL_SENTENCES]);
      return { stored: { kind: "text", ...model }, vectors };
    },
  };
}
