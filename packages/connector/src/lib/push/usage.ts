import { PUSH_FIELDS } from "./read/push-field.ts";

export const PUSH_USAGE = `sedge push --channel CHANNEL --file FILE --site SITE --endpoint URL --key FILE [OPTION …]

Pushes another channel's records through the same pipeline as a page. On this machine identifiers become link keys through both
operators' PRF, what people did adds up to a tally each, texts are classified, and a tally becomes a codeword that at least k
people share. What leaves: blinded identifiers, link tokens with signatures, codewords where they have changed, consent receipts.
No record leaves, and none of whoever has not agreed.

  --channel CHANNEL    email, social, chat, call-centre, shop-till or iot
  --file FILE          records: NDJSON (.ndjson, .jsonl), CSV, either with .gz, or parquet. May be given several times
  --site SITE, --endpoint URL, --key FILE
                       the site, its edge, and the file of the connector's secret ("sedge connector-key FILE" makes one)
  --aggregator-key KEY the aggregator that must answer
  --map FILE           JSON that says what columns mean, see below
  --adapter NAME       which kind of system wrote the file; default: the channel's own. crm-export is for all channels
  --policy VERSION     the privacy text that all records' people agreed to, where neither mapping nor column says it
  --state FILE         what is remembered, for its owner alone; default: sedge-SITE-CHANNEL.state
  --previous-key FILE  the secret that the state was kept under, where the key was rotated
  --ledger FILE        append every message that leaves, byte for byte, a line of JSON each
  --dry-run            send nothing and change nothing; print what would leave, byte for byte
  --skip-bad           leave out rows that cannot be read, and say which; without it nothing of such a file is taken
  --json               one line of JSON alone: what became of the records and of what was said of people
  --help               this text

A run that is cut off goes on where it was: nothing is lost and nothing counts twice, by the records' ids. Without a column of
consent nothing is read; a record without consent counts, and leaves no other trace. "withdrawn" in that column forgets the person here
and has the edge forget what this channel said. A column learn, of the same words, says who also agreed to be learnt from: see
"sedge contribute --help".

The mapping: {"columns": {"Anrufer": "phone", "ende": ["opened", "clicked"], "intern": null},
  "consent": {"yes": ["J"], "no": ["N"], "withdrawn": ["W"]}, "policyVersion": "2026-11", "country": "DE",
  "words": {"resolved": {"yes": ["erledigt"]}}, "adapter": "call-centre"}
Fields:
  ${PUSH_FIELDS.slice(0, 17).join(", ")},
  ${PUSH_FIELDS.slice(17).join(", ")}`;
