import { COLUMN_FIELDS } from "@sedge/connector/rows";

export const RESOLVE_USAGE = `sedge resolve --input [NAME=]FILE … --output FILE [OPTION …]

Finds the records that are one person's, in one file or across several. Each field becomes short terms, each distinct term
goes through the split-key PRF of two operators (blinded, both proofs checked), and everything after that (comparing,
weights learnt without labels, clustering) sees only the tokens that come of it.

  --input [NAME=]FILE  records: CSV, CSV.gz or parquet. Give it once for each file; one file alone is searched for
                       duplicates. NAME is the source in the output; without it, the file's name
  --output FILE        CSV of source,row,profile,confidence, in the order of the inputs; replaced if it exists, written as a
                       whole or not at all. row counts data rows from 1; profile counts from 1; confidence is the chance, 0
                       to 1, that the record is rightly in its profile. May be left out where --truth is given
  --map FILE           JSON that says what columns mean: {"Vorname": "givenName", "Notiz": null}; null: not to be read.
                       For one input alone under its name: {"crm": {"Kunde": "fullName"}}
  --country CC         ISO 3166 country of rows without a country column: says whether 3/4 is in March or in April
  --truth COLUMN       right answers: records of one person have the same value. Never read as a field; measures the result
  --once-per-input     nobody has two records in one input: records of one input are never linked
  --skip-bad           leave out rows that cannot be read, and say which; without it the first ends the run
  --json               one line of JSON alone: pairPrecision, pairRecall, pairF1, b3F1, groupF1, falseMergeRate, records,
                       seconds; figures are null without --truth
  --endpoint URL       the edge of a running pair of operators, instead of two in this process with keys of their own; with
                       --site SITE, --channel CHANNEL, --key FILE (the connector's secret, 32 bytes in base64url), and
                       perhaps --aggregator-key KEY (the one that must answer)
  --help               this text

Columns are recognised by their usual names (given_name, first name, DOB, postcode, zip, phone number …), whatever their
case, spaces and underscores; what was recognised is said on stderr, and what was not. Fields:
  ${COLUMN_FIELDS.slice(0, 9).join(", ")},
  ${COLUMN_FIELDS.slice(9).join(", ")}

CSV: UTF-8, the first row names the columns, cells quoted as RFC 4180 says; comma, semicolon or tab. Files up to 256 MiB,
rows up to 1 MiB. What cannot be read is refused in one sentence, "code: file, line, column", with exit code 2, and nothing is
written. No parameter was fitted on a data set's answers, and none can be set here.`;
