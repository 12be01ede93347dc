export const MODELS_USAGE = `sedge models train TASK | eval DIR | predict DIR

Trains, measures and applies models: the shipped ones, and a site's own from a CSV file.

  train    make a model from data                     sedge models train --help
  eval     measure a model on labelled rows           sedge models eval --help
  predict  apply a model to rows                      sedge models predict --help`;

const CSV_RULES = `CSV: UTF-8, the first row names the columns, cells quoted as RFC 4180 says; comma, semicolon or tab. Files up to 256 MiB,
rows up to 1 MiB. What cannot be read is refused in one sentence, "code: file, row, column", with exit code 2; a row is
named by the line that it starts on. Nothing is written then.`;

/** How `models train` is called, with the tasks that ship. */
export function trainUsage(shipped: readonly string[]): string {
  return `sedge models train TASK [--train FILE [--valid FILE] [--test FILE]] [--label COLUMN] [--out DIR] [--seed N]

TASK is "text" or "tabular" for data of your own, or one that ships and is made again from its public data (SEDGE_DATA):
  ${shipped.join(", ")}

  text     a CSV file with the columns text and label; rows with the label "oos" are out of scope
  tabular  a CSV file; every column but --label's is an input, numeric if all of its values are numbers;
           an empty cell is a missing value

  --train FILE    rows to learn from
  --valid FILE    rows to choose and calibrate by
  --test FILE     rows to measure the finished model on, and nothing else
                  Without --test 15 % of --train are set aside to measure on, without --valid 10 % to choose by: of
                  each label, drawn with the seed; rows that are alike share a part.
  --label COLUMN  the column to predict (tabular; default "label")
  --out DIR       folder to write (default ./text-model, ./tabular-model, or the shipped model's own). A folder that
                  holds something else than a model is refused; a model is replaced as a whole.
  --seed N        0 to 4294967295 (default 1). The same rows and seed give the same weights, byte for byte.
  --help          this text

Writes manifest.json, weights.bin, vectors.json, reliability.svg and MODEL_CARD.md: all of them, or none.

${CSV_RULES}`;
}

export const EVAL_USAGE = `sedge models eval DIR --test FILE [--json]

Measures the model in DIR on rows with their right labels: the columns text and label for a text model, its own columns and
its label column for a tabular one. Of a model that may say several classes at once, a label cell holds its classes with
"|" between them, or nothing. A model of sessions reads its features by name, and "label".

  --test FILE  the rows
  --json       one line of JSON alone: accuracy, macroF1, mcc, auc, averagePrecision, ece, oosRecall, oosAuroc, bytes,
               msPerRow; null where a figure does not apply
  --help       this text

accuracy        right answers of the rows within scope; a refusal is an error
macroF1, mcc    mean F1 of the classes; Matthews correlation
auc             area under the ROC curve; of more than two classes the mean of each against the rest
averagePrecision  the same of the precision-recall curve; of two classes, of the one that sorts last (1, yes, true)
ece             expected calibration error, 15 bins, likeliest class
oosRecall       out-of-scope rows ("oos") that the model refused; oosAuroc: how well its score tells them apart
bytes           size of the weights; msPerRow: milliseconds a row here, features included

${CSV_RULES}`;

export const PREDICT_USAGE = `sedge models predict DIR --input FILE --output FILE

Applies the model in DIR to each row. The output is a CSV file of one line a row, in the order of the input: label,
probability, outOfScope, and then each class's probability under "p:CLASS". A refused row has the label "oos", with the
out-of-scope score as its probability. outOfScope is empty where the model has no such score. Of a model that may say
several classes at once, label holds them with "|" between them, likeliest first.

  --input FILE   rows: the column text, the model's own columns, or session features
  --output FILE  where to write; replaced if it exists
  --help         this text

${CSV_RULES}`;
