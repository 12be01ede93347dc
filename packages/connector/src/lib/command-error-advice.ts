import type { ErrorAdvice } from "@sedge/protocol/problem-advice";

/** What an error of the `sedge` command means, its cause and its fix. */
interface CommandErrorAdvice extends ErrorAdvice {
  readonly meaning: string;
}

/**
 * Every error of the `sedge` command by its stable code, for scripts to act on. docs/errors.md is generated from it.
 */
export const COMMAND_ERRORS = {
  "bad-call": {
    meaning: "The command does not exist, or has too few or too many arguments.",
    cause: "A misspelt command or a missing argument.",
    fix: "Run the command with `--help`.",
  },
  "node-too-old": {
    meaning: "This version of Node cannot open a state file.",
    cause: "Node has its own SQLite from version 22.13 on.",
    fix: "Run the command with a newer Node.",
  },
  "unknown-option": {
    meaning: "The command does not have this option.",
    cause: "A misspelt option, or an option of another command.",
    fix: "Run the command with `--help`.",
  },
  "bad-option": {
    meaning: "A required option is missing, has no value, or has an invalid value.",
    cause: "The message names the option and the value.",
    fix: "Run the command with `--help`.",
  },
  "unknown-task": {
    meaning: "`models train` does not have this task.",
    cause: "A misspelt task.",
    fix: "Use `text`, `tabular`, or a shipped task that `--help` lists. Shipped models are trained only from a clone of the repository.",
  },
  "generation-unreadable": {
    meaning: "A file of an edge that is needed to repeat a generation can't be read.",
    cause: "A wrong address or site, an edge that is down, or a generation that the edge no longer has.",
    fix: "Check the address and `--site`, and try again later.",
  },
  "generation-broken": {
    meaning:
      "A codebook is not what its published sums give, or is not signed; the message names the first difference.",
    cause:
      "An operator that changed a codebook or its sums, or a release of Sedge with another method than the one that made them.",
    fix: "Keep what the edge served. Compare the method with your release, then ask both operators; do not rely on the codebook until then.",
  },
  "log-unreadable": {
    meaning: "An address of a log does not answer.",
    cause: "A wrong address, or a log that is down or incomplete.",
    fix: "Check the address; it ends before `/checkpoint`. Try again later.",
  },
  "log-broken": {
    meaning: "A log of site statements shrank, forked, or has an entry that breaks its rules.",
    cause: "An operator that shows different things to different people, or a log that was lost and begun again.",
    fix: "Keep what the command printed: it is signed by the log. Ask the operators for the cause, and do not rely on the log until then.",
  },
  "bad-receipt": {
    meaning: "A consent receipt is not what its person's device signed.",
    cause:
      "A changed line or signature, another text than the receipt names, or a file that `sedge receipts` did not print.",
    fix: "Print the receipts again. If a signature is still wrong, ask the edge's operator.",
  },
  "missing-file": {
    meaning: "A file or folder does not exist.",
    cause: "A misspelt path, or another working directory.",
    fix: "Correct the path.",
  },
  "unreadable-file": {
    meaning: "A file exists but cannot be read.",
    cause: "It is a folder, or you lack permission.",
    fix: "Pass a file that this user may read.",
  },
  "file-too-large": {
    meaning: "The file is larger than 256 MiB.",
    cause: "The command reads this kind of file as a whole.",
    fix: "Split the file, or leave out columns that are not used.",
  },
  "empty-file": {
    meaning: "The file has no bytes, no header, or a header without rows.",
    cause: "An export that failed or found nothing.",
    fix: "Export again.",
  },
  "broken-encoding": {
    meaning: "The file is neither UTF-8 throughout, nor UTF-16, nor Windows-1252.",
    cause: "It is in another code page, or mixes several.",
    fix: "Save it as UTF-8.",
  },
  "other-format": {
    meaning: "The file is not a table that the command reads; the message names what it is.",
    cause: "A workbook of an old Excel, an archive, a PDF or a web page under the name of a table.",
    fix: "Save or export the table as CSV UTF-8 or as .xlsx, and pass that file.",
  },
  "too-long": {
    meaning: "A row, a header or a label exceeds its limit.",
    cause: "Usually an unclosed quote, which joins rows.",
    fix: "Correct the row that the message names.",
  },
  "ragged-row": {
    meaning: "A row has more or fewer cells than the header.",
    cause: "A delimiter inside an unquoted cell.",
    fix: "Quote the cell, or correct the row that the message names.",
  },
  "broken-quotes": {
    meaning: "A cell that starts with a quote is not closed, or has text after the quote that closes it.",
    cause: "Quotes inside a cell were not doubled.",
    fix: 'Write `""` for a quote inside a quoted cell.',
  },
  "duplicate-column": {
    meaning: "Two columns have the same name, or one has no name.",
    cause: "A join that kept both columns.",
    fix: "Rename or remove a column.",
  },
  "missing-column": {
    meaning: "A required column is missing.",
    cause: "It has another name in this file.",
    fix: "Rename the column, or name it by the option that the message states.",
  },
  "missing-value": {
    meaning: "A cell is empty where a value is required.",
    cause: "The source has no value for this row.",
    fix: "Fill the cell, or remove the row.",
  },
  "not-a-number": {
    meaning: "A column of numbers contains NaN, Infinity or a word.",
    cause: "A marker for missing values such as `n/a`.",
    fix: "Leave the cell empty, or remove the row.",
  },
  "one-class": {
    meaning: "There are fewer than two classes to learn.",
    cause: "All rows have the same label.",
    fix: "Add rows of at least one other label.",
  },
  "nothing-in-scope": {
    meaning: "No row of the table has a class of the model, so no figure applies.",
    cause: "All rows are labelled `oos`, or the wrong column was read.",
    fix: "Add rows with labels of the model, or name the column with `--label`.",
  },
  "too-few-rows": {
    meaning: "There are too few rows to set some aside for measuring.",
    cause: "The table is too small.",
    fix: "Add rows, or pass `--test` with rows of their own.",
  },
  "too-many-classes": {
    meaning: "There are more than 1,024 classes.",
    cause: "The label column contains free text or ids.",
    fix: "Choose another label column.",
  },
  "unfit-rows": {
    meaning: "The rows are valid one by one, but no model can be trained on them together.",
    cause: "For example, no column varies.",
    fix: "Follow the message, which names what is missing.",
  },
  "too-few-points": {
    meaning: "`sedge cluster` has too few points for the algorithm, or for a δ that protects anyone.",
    cause:
      "Noise that hides one person hides shapes of few people too, and the default δ grows as points become fewer.",
    fix: "Add points, raise `--epsilon`, or pass `--delta`, as the message says.",
  },
  "bounds-unknown": {
    meaning: "`sedge cluster` cannot estimate the bounds of the points privately.",
    cause: "No count of the estimate stands out from its noise: there are too few points, or `--epsilon` is too small.",
    fix: "State public bounds with `--bounds`.",
  },
  "unknown-label": {
    meaning: "A label is not among those of the model or the training rows.",
    cause: "The test rows were labelled by another scheme.",
    fix: "Correct the label, or train again with rows of it.",
  },
  "not-a-model": {
    meaning: "The folder does not contain a model that this command can read.",
    cause: "Another folder, or a model of another kind.",
    fix: "Pass a folder that `sedge models train` wrote.",
  },
  "wrong-weights": {
    meaning: "The weights are missing, or do not have the size and hash of the manifest.",
    cause: "An incomplete copy, or an edited file.",
    fix: "Copy the whole folder again, or train again.",
  },
  "foreign-folder": {
    meaning: "The output folder contains something other than a model; it is left unchanged.",
    cause: "`--out` names a folder in use.",
    fix: "Choose an empty or a new folder.",
  },
  unwritable: {
    meaning: "The output cannot be written.",
    cause: "No permission, a full disk, or a missing parent folder.",
    fix: "Choose a place that this user may write to.",
  },
  "broken-file": {
    meaning: "A compressed or parquet file cannot be unpacked or read.",
    cause: "An incomplete download, or another format under this name.",
    fix: "Export or download it again.",
  },
  "broken-json": {
    meaning: "A JSON file has no list of objects, or a line of an NDJSON file is not a JSON object.",
    cause: "A file or line was cut off, or a file has several lists.",
    fix: 'Export the file again, or name its list as `"records"` in the mapping.',
  },
  "bad-value": {
    meaning:
      "A cell does not contain what its column requires: a time, yes or no, or in a parquet file text, a number or a date.",
    cause: "Another date format, or another word for yes.",
    fix: "Correct the cell, or map the column with `--map`.",
  },
  "no-fields": {
    meaning: "No column of an input describes a person in a way that the command knows.",
    cause: "Unusual column names.",
    fix: "Name the columns in a mapping (`--map`).",
  },
  "too-many-terms": {
    meaning: "The inputs together produce more than 50 million different terms.",
    cause: "Very large inputs.",
    fix: "Resolve them in parts.",
  },
  "bad-mapping": {
    meaning: "The mapping is not JSON, or names a column, input or field that does not exist.",
    cause: "A misspelt name in the mapping.",
    fix: "Correct the mapping; the message quotes the name.",
  },
  "operators-failed": {
    meaning: "The operators behind `--endpoint` cannot be reached, or refused the request.",
    cause: "No network, a wrong address, or an outage; the message contains the problem code.",
    fix: "Look up the problem code above. Run the command again: it continues where it stopped.",
  },
  "key-refused": {
    meaning: "The operators do not accept the connector's key for this channel and use.",
    cause: "The key is not registered at both operators, lacks a scope, was revoked or has expired.",
    fix: "Register the key with the scopes that the command's `--help` names.",
  },
  "round-refused": {
    meaning:
      "The aggregator did not sign the site's round, or the round measures nothing that this channel knows; nothing is sent to it.",
    cause: "The two operators store different terms, or the codebook has no cell of this channel.",
    fix: "Ask both operators to compare the round in their consoles.",
  },
  "clock-off": {
    meaning: "This machine's clock differs from the operators' by more than five minutes.",
    cause: "Time synchronisation is off.",
    fix: "Set the clock.",
  },
  "bad-state": {
    meaning: "The state file is not one of `sedge push`, or belongs to another site, channel, key or version.",
    cause: "`--state` names another file.",
    fix: "Pass the state file of this channel, or start a new one.",
  },
  "state-busy": {
    meaning: "Another process uses the state file.",
    cause: "Two runs at the same time.",
    fix: "Wait for the other run to end.",
  },
  "bad-proof": {
    meaning: "An operator's proof does not verify; nothing was sent.",
    cause: "The operator used another key than the one it published.",
    fix: "Both operators compare the keys of the epoch at their consoles.",
  },
  "no-data": {
    meaning: "The public data of a shipped task is not in the folder that `SEDGE_DATA` names.",
    cause: "The data is not part of the repository.",
    fix: "Download it from the source that the model card names, and set `SEDGE_DATA`.",
  },
} as const satisfies Record<string, CommandErrorAdvice>;

export type CommandErrorCode = keyof typeof COMMAND_ERRORS;
