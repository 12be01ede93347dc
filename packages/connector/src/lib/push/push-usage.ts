import { DRY_RUN_OPTION, MAP_OPTION, POLICY_OPTION, SKIP_BAD_OPTION, STATE_OPTIONS } from "../connection-options.ts";
import type { Usage } from "../options.ts";
import { COLUMN_FIELDS } from "../rows/column-name.ts";
import { CONTACT_FIELDS, IDENTIFIER_FIELDS, RECORD_FIELDS } from "./read/record-fields.ts";

const PERSON_FIELDS = [...IDENTIFIER_FIELDS, ...COLUMN_FIELDS.filter((field) => field !== "country")];

export const PUSH_USAGE: Usage = {
  purpose: `Pushes another channel's records through the same pipeline as a page. This machine turns identifiers into link keys
    (through both operators' PRF), sums each person's contacts, classifies texts, and turns the sum into a codeword that at least
    k people share. It sends blinded identifiers, link tokens with signatures, changed codewords and consent receipts. It sends no
    record, and nothing about people who have not agreed.`,
  options: [
    {
      name: "file",
      value: "FILE",
      isNeeded: true,
      isList: true,
      description:
        "records: NDJSON (.ndjson, .jsonl), JSON or CSV, also with .gz, an Excel workbook or parquet; may be repeated",
    },
    ...STATE_OPTIONS,
    MAP_OPTION,
    {
      name: "adapter",
      value: "NAME",
      description: "the kind of system that wrote the file; crm-export works for every channel",
      default: "the channel's own",
    },
    POLICY_OPTION,
    {
      name: "explain",
      description:
        "print what each column is read as, what is missing, the first records and all errors; needs only --channel and --file, and sends nothing",
    },
    DRY_RUN_OPTION,
    SKIP_BAD_OPTION,
    { name: "json", description: "print one line of JSON: the number of records and messages by result" },
  ],
  notes: `Run the command again after an interruption: it continues, loses nothing and counts no record ID twice.

A file needs a consent column. A record with a no is counted, and nothing else of it is stored. An empty cell is reported and changes
nothing. The word "withdrawn" in that
column deletes the person on this machine, and at the edge what this channel sent about them. The column learn uses the same words
for consent to learning: see "contribute --help".

A mapping:
  {"columns": {"Anrufer": "phone", "ende": ["opened", "clicked"],
               "intern": null},
   "consent": {"yes": ["J"], "no": ["N"], "withdrawn": ["W"]},
   "words": {"resolved": {"yes": ["erledigt"]}},
   "policyVersion": "2026-11", "country": "DE", "adapter": "call-centre"}

"continuation": {"same": ["Order"], "empty": ["Total"]} in a mapping names what makes a row a further row of the record before it, as in
an export with one row for each item. Such rows are counted and not read. A mapping also takes "time", "constants", "joins", "turns",
"records" and "decimal": docs/exports.md has them all, and a ready mapping for sixteen exports.

Fields of a record: ${RECORD_FIELDS.join(", ")}.

Fields of a contact: ${CONTACT_FIELDS.join(", ")}.

Fields of a person: ${PERSON_FIELDS.join(", ")}.`,
  examples: [
    "--channel shop-till --file orders.csv --map map.json --explain",
    "--channel shop-till --file receipts.csv --map map.json --site demo --endpoint https://edge.shop.example --key till.key --dry-run",
  ],
};
