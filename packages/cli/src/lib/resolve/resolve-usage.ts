import { OPERATOR_OPTIONS, type Usage } from "@sedge/connector/command-line";
import { COLUMN_FIELDS } from "@sedge/connector/column-fields";

export const RESOLVE_USAGE: Usage = {
  purpose: `Finds the records of one person, in one file or across several. Each field becomes short terms, and two operators turn each
distinct term into a token with the split-key PRF (blinded, both proofs checked). Everything after that sees only tokens: the
comparison, weights learned without labels, and clustering.`,
  options: [
    {
      name: "input",
      isNeeded: true,
      value: "[NAME=]FILE",
      isList: true,
      description: `records: CSV (.gz or plain), an Excel workbook or parquet; may be repeated; a single file is searched for duplicates; NAME is the source in the output (default: the file's name)`,
    },
    {
      name: "output",
      value: "FILE",
      isNeeded: true,
      description: `CSV of source,row,profile,confidence in the order of the inputs: row counts data rows from 1, profile counts from 1, confidence is the probability, 0 to 1, that the record belongs in its profile; replaced if it exists; written completely or not at all; optional with --truth`,
    },
    {
      name: "map",
      value: "FILE",
      description: `JSON file that names the field of each column, or null to ignore it: {"Vorname": "givenName", "Notiz": null}; for one input only, under its name: {"crm": {"Kunde": "fullName"}}`,
    },
    {
      name: "country",
      value: "CC",
      description: `ISO 3166 country of rows without a country column; decides whether 3/4 is in March or in April`,
    },
    {
      name: "truth",
      value: "COLUMN",
      description: `column with the right answers, the same value for records of one person; used only to measure the result`,
    },
    {
      name: "once-per-input",
      description: `never link two records of the same input: no person has two records in one input`,
    },
    {
      name: "skip-bad",
      description: `skip and list unreadable rows; without it, all of them are listed and nothing is done`,
    },
    {
      name: "json",
      description: `print one line of JSON: pairPrecision, pairRecall, pairF1, b3F1, groupF1, falseMergeRate, records, seconds; figures are null without --truth`,
    },
    ...OPERATOR_OPTIONS.map((option) => ({ ...option, isNeeded: false })),
  ],
  notes: `Without --endpoint, this process runs both operators, with keys of their own, and evaluates with the sum of both: the same tokens at a
fraction of the cost. With it, tokens are kept in OUTPUT.tokens until the output is written, and an interrupted run goes on from there.

Columns are recognised by their usual names (given_name, first name, DOB, postcode, zip, phone number …) in English and nine other
languages, in any case, with spaces or underscores, also as "Customer First Name" and "Email_1". A birth date may be in three columns.
Stderr lists the columns that were recognised and those that were not, and how many dates, phones, e-mails and numbers could not be read.

Fields: ${COLUMN_FIELDS.join(", ")}.

CSV may be UTF-8, UTF-16 or Windows-1252, and separated by comma, semicolon, tab or bar. Files up to 256 MiB, rows up to 1 MiB.
Invalid input writes nothing and prints one line for each error, "code: file, line, column". The weights are learned
without labels, and none can be set here.`,
  examples: ["--input crm=a.csv --input pos=b.csv --output profiles.csv"],
};
