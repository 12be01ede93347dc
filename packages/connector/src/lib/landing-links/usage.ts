export const LANDING_LINKS_USAGE = `sedge landing-links --channel CHANNEL --file FILE --output FILE --site SITE --endpoint URL --key FILE [OPTION …]

For a mailing: one landing link a recipient, by which the device that opens the link is joined to the recipient's profile, once, with
no address in the link. Who is not in the channel's state ("sedge push" fills it), has withdrawn or has not agreed gets a row
whose link carries nothing. What leaves: link tokens with signatures, consent receipts, and how long each offer is good.

  --channel CHANNEL    email, social, chat, call-centre, shop-till or iot
  --file FILE          recipients, a row each: NDJSON (.ndjson, .jsonl), CSV, either with .gz, or parquet. Needs a column of e-mail
                       addresses, phones, loyalty numbers or accounts; an id goes into the output; where a column says consent,
                       whoever it does not say yes of gets nothing
  --output FILE        CSV of row,id,fragment,until, in the order of the recipients; row counts data rows from 1, until is the time (UTC)
                       that the offer ends. Readable by its owner alone: who has a row can open the link in the recipient's place.
                       Written as a whole or not at all
  --url URL            the page that all links lead to: the output then has whole links, row,id,link,until, with utm_medium where the
                       address has none; or
  --url-column COLUMN  the column that has each row's page
  --days N             how long the offers are good, 1 to 30 days; default: 30
  --map FILE           JSON that says what columns mean, as of "sedge push"
  --state FILE         the channel's state; default: sedge-SITE-CHANNEL.state
  --site SITE, --endpoint URL, --key FILE, --aggregator-key KEY, --previous-key FILE
                       as of "sedge push". The key needs the scope "link"
  --ledger FILE        append every message that leaves, byte for byte, a line of JSON each
  --skip-bad           leave out rows that cannot be read, and say which; without it nothing is offered
  --json               one line of JSON alone: offered, unknown, withdrawn, withoutConsent, refused, skipped
  --help               this text

A run that is cut off leaves no output, and offers that nobody has a link to, which end by themselves: call again. 32 offers are open
for a person at most; a further one ends the oldest.`;
