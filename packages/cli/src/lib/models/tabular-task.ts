import { TABULAR_PLAN } from "@sedge/models/tabular-plan";
import { tabularVectors } from "@sedge/models/tabular-vectors";
import { tabularSteps, trainTabular } from "@sedge/models/train-tabular";
import { type RecordRow, recordRows } from "./record-rows.ts";
import type { OwnFiles, OwnReading, OwnTask } from "./own-task.ts";
import { trainingParts, type TrainingSource } from "./training-parts.ts";

/** A task on a site's own records. Throws CommandError for data that cannot be read or trained on. */
export async function tabularTask(
  files: OwnFiles,
  seed: number,
  labelColumn: string,
  reading: OwnReading,
): Promise<OwnTask> {
  const rowsOf: TrainingSource<RecordRow>["rowsOf"] = (table, skip) => recordRows(table, labelColumn, skip);
  const parts = await trainingParts({ ...reading, files, seed, labelColumn, rowsOf });
  const records = (rows: readonly RecordRow[]) => rows.map(({ record }) => record);
  const data = { train: records(parts.train.rows), validation: records(parts.validation.rows) };
  return {
    split: parts.split,
    test: parts.test.table,
    train: ({ name, progress }) => {
      const plan = { ...TABULAR_PLAN, name, seed };
      const model = trainTabular(data, labelColumn, plan, progress(tabularSteps(plan)));
      return { stored: { kind: "tabular", ...model }, vectors: tabularVectors(model, seed) };
    },
  };
}
