export const MIGRATE_KEYS_USAGE = `sedge migrate-keys --channel CHANNEL --file FILE --site SITE --endpoint URL --key FILE [OPTION …]

While the site's PRF keys rotate, carries the profiles of people on file over to the new key epoch, so that nobody has to come back
before the old keys are retired. Each identifier is evaluated in both epochs by both operators, and a link that both of its keys sign
says that they are one person's. What leaves: blinded identifiers, link tokens with signatures, consent receipts.

  --channel CHANNEL    the channel that the key is registered for
  --file FILE          people, a row each: NDJSON (.ndjson, .jsonl), CSV, either with .gz, or parquet. Needs columns of e-mail addresses,
                       phones, loyalty numbers or accounts; of consent; and of the day on which it was given
  --site SITE, --endpoint URL, --key FILE, --aggregator-key KEY
                       as of "sedge push". The key needs the scopes "evaluate" and "link"
  --map FILE           JSON that says what columns mean, as of "sedge push"
  --policy VERSION     the privacy text that all of them agreed to, where neither mapping nor column says it
  --ledger FILE        append every message that leaves, byte for byte, a line of JSON each
  --skip-bad           leave out rows that cannot be read, and say which; without it nothing of such a file is used
  --json               one line of JSON alone: carried, unreadable, refused, withoutConsent, outdatedConsent, skipped
  --help               this text

Nothing is kept here. A run that is cut off, or a row that is refused, is simply called again: what was carried over stays so. People whom
"sedge push" has in its state are carried over by the next push of any record of theirs; this command is for everybody else.`;
