import { MAP_OPTION, SKIP_BAD_OPTION, STATE_OPTIONS } from "../connection-options.ts";
import type { Usage } from "../options.ts";

/** Longest time that the edge keeps an offer, in days. */
export const MAX_DAYS = 30;

export const LANDING_LINKS_USAGE: Usage = {
  purpose: `Makes one landing link for each recipient of a mailing. The device that opens the link joins the recipient's profile as a
    guest, once. The link contains no address. A recipient who is not in the state file (filled by "push"), has withdrawn or has
    not agreed gets a row whose link contains no token. Sends link tokens with signatures, consent receipts, and how long each
    offer is valid. The key needs the scope "link".`,
  options: [
    {
      name: "file",
      value: "FILE",
      isNeeded: true,
      description: `recipients, one a row: NDJSON (.ndjson, .jsonl) or CSV, also with .gz, or parquet; needs a column of e-mail
        addresses, phone numbers, loyalty numbers or accounts; a column id is copied to the output; with a consent column, a row
        without a yes gets no token`,
    },
    {
      name: "output",
      value: "FILE",
      isNeeded: true,
      description: `CSV of row,id,fragment,until in the order of the recipients: row counts data rows from 1, until is the end of
        the offer (UTC); readable by its owner only, because anyone who has a row can open the link in the recipient's place;
        written completely or not at all`,
    },
    {
      name: "url",
      value: "URL",
      description: `the page that all links open; the output then has complete links (row,id,link,until), with utm_medium added
        where the URL has none`,
    },
    { name: "url-column", value: "COLUMN", description: "instead of --url: the column with each row's page" },
    { name: "days", value: "N", description: "validity of the offers in days, 1 to 30", default: String(MAX_DAYS) },
    ...STATE_OPTIONS,
    MAP_OPTION,
    SKIP_BAD_OPTION,
    {
      name: "json",
      description: "print one line of JSON: offered, unknown, withdrawn, withoutConsent, refused, skipped",
    },
  ],
  notes: `An interrupted run writes no output, and its offers expire by themselves: run the command again. A person has at most 32 open
offers; the next one ends the oldest.`,
  examples: [
    "--channel email --file recipients.csv --output links.csv --url https://shop.example/new --site demo --endpoint https://edge.shop.example --key email.key",
  ],
};
