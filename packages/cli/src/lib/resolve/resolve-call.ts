import {
  type Call,
  CommandError,
  listOption,
  noPositional,
  textOption,
  type Usage,
} from "@sedge/connector/command-line";
import { COLUMN_FIELDS } from "@sedge/connector/rows";
import { checkOutput } from "@sedge/connector/files";
import { type InputSpec, inputSpecs } from "./input-spec.ts";
import { OPERATOR_OPTIONS, operatorOptions } from "@sedge/connector/operator-options";

export const RESOLVE_USAGE: Usage = {
  command: "resolve",
  purpose: `Finds the records that are one person's, in one file or across several. Each field becomes short terms, each distinct term
goes through the split-key PRF of two operators (blinded, both proofs checked), and everything after that (comparing,
weights learnt without labels, clustering) sees only the tokens that come of it.`,
  options: [
    {
      name: "input",
      isNeeded: true,
      value: "[NAME=]FILE",
      isList: true,
      description: `records: CSV, CSV.gz or parquet. Give it once for each file; one file alone is searched for duplicates. NAME is the source in the output; without it, the file's name`,
    },
    {
      name: "output",
      value: "FILE",
      isNeeded: true,
      description: `CSV of source,row,profile,confidence, in the order of the inputs; replaced if it exists, written as a whole or not at all. row counts data rows from 1; profile counts from 1; confidence is the chance, 0 to 1, that the record is rightly in its profile. May be left out where --truth is given`,
    },
    {
      name: "map",
      value: "FILE",
      description: `JSON that says what columns mean: {"Vorname": "givenName", "Notiz": null}; null: not to be read. For one input alone under its name: {"crm": {"Kunde": "fullName"}}`,
    },
    {
      name: "country",
      value: "CC",
      description: `ISO 3166 country of rows without a country column: says whether 3/4 is in March or in April`,
    },
    {
      name: "truth",
      value: "COLUMN",
      description: `right answers: records of one person have the same value. Never read as a field; measures the result`,
    },
    {
      name: "once-per-input",
      description: `nobody has two records in one input: records of one input are never linked`,
    },
    {
      name: "skip-bad",
      description: `leave out rows that cannot be read, and say which; without it the first ends the run`,
    },
    {
      name: "json",
      description: `one line of JSON alone: pairPrecision, pairRecall, pairF1, b3F1, groupF1, falseMergeRate, records, seconds; figures are null without --truth`,
    },
    ...OPERATOR_OPTIONS.map((option) => ({ ...option, isNeeded: false })),
  ],
  notes: `Without --endpoint, two operators in this process make the tokens, with keys of their own.

Columns are recognised by their usual names (given_name, first name, DOB, postcode, zip, phone number …), whatever their
case, spaces and underscores; stderr lists what was recognised and what was not. Fields:
  ${COLUMN_FIELDS.slice(0, 9).join(", ")},
  ${COLUMN_FIELDS.slice(9).join(", ")}

CSV: UTF-8, the first row names the columns, cells quoted as RFC 4180 says; comma, semicolon or tab. Files up to 256 MiB,
rows up to 1 MiB. Invalid input fails with one sentence, "code: file, line, column", with exit code 2, and nothing is
written. No parameter was fitted on a data set's answers, and none can be set here.`,
};

/** Options of a call of `sedge resolve`. */
export interface ResolveCall {
  readonly inputs: readonly InputSpec[];
  /** Undefined to print only figures. */
  readonly output: string | undefined;
  readonly map: string | undefined;
  readonly truth: string | undefined;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string | undefined;
  /** A running pair of operators; undefined for two in this process. */
  readonly operators: ReturnType<typeof operatorOptions>;
  readonly isJson: boolean;
  /** Whether no person has two records in one input. */
  readonly isOncePerInput: boolean;
  readonly skipsBad: boolean;
}

/** Checks the options. Throws CommandError `bad-call`, `bad-option` or `unwritable`. */
export function resolveCall(call: Call): ResolveCall {
  noPositional(call, "--input");
  const inputs = inputSpecs(listOption(call, "input"));
  if (inputs.length === 0) throw new CommandError("bad-option", "--input is required, once for each file of records.");
  const [output, map, truth] = ["output", "map", "truth"].map((name) => textOption(call, name));
  if (output === undefined && truth === undefined) {
    throw new CommandError("bad-option", "--output is required, unless --truth is given.");
  }
  if (output !== undefined)
    checkOutput(output, [...inputs.map(({ file }) => file), ...(map === undefined ? [] : [map])]);
  return {
    inputs,
    output,
    map,
    truth,
    country: countryOf(textOption(call, "country")),
    operators: operatorOptions(call),
    isJson: call.options["json"] === true,
    isOncePerInput: call.options["once-per-input"] === true,
    skipsBad: call.options["skip-bad"] === true,
  };
}

function countryOf(text: string | undefined): string | undefined {
  if (text === undefined || /^[a-z]{2}$/i.test(text)) return text?.toUpperCase();
  throw new CommandError("bad-option", `--country takes two letters (ISO 3166), not "${text}".`);
}
