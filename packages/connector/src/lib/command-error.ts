/** What can be wrong with a call of `sedge`, by its stable code. Scripts may act on the codes. */
export const COMMAND_ERRORS = {
  "bad-call": "no such command, or an argument missing or too many",
  "unknown-option": "an option that the command does not have",
  "bad-option": "an option that is needed is missing, has no value, or one that it does not take",
  "unknown-task": "`models train` has no such task",
  "missing-file": "a file or folder that is named is not there",
  "unreadable-file": "it is there and cannot be read: a folder, or no permission",
  "file-too-large": "above 256 MiB",
  "empty-file": "no bytes, no header, or a header without rows",
  "broken-encoding": "not UTF-8 throughout: UTF-16, another code page, or several in one file",
  "too-long": "a row, a header or a label above its limit",
  "ragged-row": "more or fewer cells than the header has",
  "broken-quotes": "a quote where CSV has none, or one that is not closed",
  "duplicate-column": "two columns of one name, or one without a name",
  "missing-column": "a column that is needed is not there",
  "missing-value": "an empty cell where a value is needed",
  "not-a-number": "NaN, Infinity or a word in a column of numbers",
  "one-class": "fewer than two classes to learn",
  "too-few-rows": "too few rows to set some aside",
  "too-many-classes": "more than 1,024 classes",
  "unfit-rows": "rows that are sound one by one and cannot teach a model together",
  "unknown-label": "a label that the model, or the rows that it learns from, do not have",
  "not-a-model": "the folder is no model that the command knows",
  "wrong-weights": "the weights are missing, or have not the size and hash that the manifest says",
  "foreign-folder": "the folder to write holds something else than a model; it is left alone",
  unwritable: "the place cannot be written",
  "broken-file": "a compressed or parquet file that cannot be unpacked or read",
  "broken-json": "a line of an NDJSON file that is no JSON object",
  "bad-value":
    "a cell that is not what its column has to hold: no time, no word of yes or no, or in a parquet file no text, number or date",
  "no-fields": "no column of an input says anything of a person that the command knows",
  "too-many-terms": "the inputs together make more than 16 million different terms",
  "bad-mapping": "the mapping is not JSON, or names a column, input or field that is not there",
  "operators-failed": "the operators of `--endpoint` cannot be reached, or refused",
  "key-refused":
    "the operators do not know the connector's key for this channel and use, or it was revoked or has expired",
  "round-refused":
    "the site's round is not vouched for by the aggregator, or measures nothing that the channel tells: nothing is sent to it",
  "clock-off": "this machine's clock is more than five minutes from the operators'",
  "bad-state": "the state file is none, or of another site, channel, key or version",
  "state-busy": "another process has the state file open",
  "bad-proof": "an operator did not prove that it used the key which it has published",
  "no-data": "the public data of a shipped task are not in the folder that SEDGE_DATA names",
} as const;

export type CommandErrorCode = keyof typeof COMMAND_ERRORS;

/** A call that cannot be answered: a stable code and one sentence for people. The command exits with 2. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly code: CommandErrorCode;

  constructor(code: CommandErrorCode, sentence: string) {
    super(`${code}: ${sentence}`);
    this.code = code;
  }
}
