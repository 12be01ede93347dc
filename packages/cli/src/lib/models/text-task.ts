import { OUT_OF_SCOPE, TEXT_PLAN } from "@sedge/models/text-plan";
import { TEXT_SENTENCES } from "@sedge/models/text-sentences";
import { textVectors } from "@sedge/models/text-vectors";
import { textWork, trainText } from "@sedge/models/train-text";
import { expectedSeconds } from "@sedge/models/training-time";
import { type TextColumns, type TextRow, textRows } from "./text-rows.ts";
import { NEUTRAL_SENTENCES } from "./neutral-sentences.ts";
import type { OwnFiles, OwnReading, OwnTask } from "./own-task.ts";
import { languagesOf, otherLanguage } from "./text-language.ts";
import { trainingParts } from "./training-parts.ts";

/** What a text task is to learn, beside its files. */
export interface TextTaskOptions {
  readonly seed: number;
  readonly columns: TextColumns;
  /** Share of the texts within scope that the model refuses; undefined: chosen. */
  readonly refuseShare: number | undefined;
}

/** A task on a site's own texts. Throws CommandError for data that cannot be read or trained on. */
export async function textTask(
  files: OwnFiles,
  { seed, columns, refuseShare }: TextTaskOptions,
  reading: OwnReading,
): Promise<OwnTask> {
  const parts = await trainingParts({
    ...reading,
    files,
    seed,
    labelColumn: columns.label,
    outside: OUT_OF_SCOPE,
    rowsOf: (table, skip) => textRows(table, columns, skip),
    isCrossFitted: true,
  });
  const texts = (rows: readonly TextRow[]) => rows.map(({ text, label }) => ({ text, labels: [label] }));
  const data = { train: texts(parts.train.rows), validation: texts(parts.validation.rows) };
  const languages = languagesOf(data.train.map(({ text }) => text));
  const strange = data.train.filter(({ text }) => otherLanguage(text, languages) !== undefined).length;
  if (strange > 0) {
    reading.note(
      `warning: ${strange.toLocaleString("en")} of ${data.train.length.toLocaleString("en")} texts are in other languages than ${languages.join(", ")}; the model will not answer such texts.`,
    );
  }
  return {
    split: parts.split,
    test: parts.test.table,
    train: ({ name, progress }) => {
      const plan = { ...TEXT_PLAN, name, version: "1.0.0", seed, refuseShare, languages };
      const { steps, features } = textWork(data, plan);
      const seconds = expectedSeconds(data, plan, features, () => performance.now());
      reading.note(`expected time: ${timeOf(seconds)}; languages: ${languages.join(", ")}.`);
      const model = trainText(data, plan, progress(steps));
      const vectors = textVectors(model, [...TEXT_SENTENCES, ...NEUTRAL_SENTENCES]);
      return { stored: { kind: "text", ...model }, vectors };
    },
  };
}

function timeOf(seconds: number): string {
  return seconds < 90 ? `about ${Math.max(1, Math.ceil(seconds))} s` : `about ${Math.ceil(seconds / 60)} min`;
}
