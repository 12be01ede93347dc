import { LEDGER_OPTION, MAP_OPTION, OPERATOR_OPTIONS, POLICY_OPTION, SKIP_BAD_OPTION } from "../connection-options.ts";
import type { Usage } from "../options.ts";

export const MIGRATE_KEYS_USAGE: Usage = {
  purpose: `Migrates the profiles of people in a file to the new key epoch while the site's PRF keys rotate, so that nobody has to
    visit before the old keys are retired. Both operators evaluate each identifier in both epochs, and a link signed with both of
    its keys states that they belong to one person. Sends blinded identifiers, link tokens with signatures and consent receipts.
    The key needs the scopes "evaluate" and "link".`,
  options: [
    {
      name: "file",
      value: "FILE",
      isNeeded: true,
      description: `people, one a row: NDJSON (.ndjson, .jsonl) or CSV, also with .gz, or parquet; needs columns of e-mail addresses,
        phone numbers, loyalty numbers or accounts, of consent, and of the day on which it was given`,
    },
    ...OPERATOR_OPTIONS,
    MAP_OPTION,
    POLICY_OPTION,
    LEDGER_OPTION,
    SKIP_BAD_OPTION,
    {
      name: "json",
      description: "print one line of JSON: migrated, unreadable, refused, withoutConsent, outdatedConsent, skipped",
    },
  ],
  notes: `Stores nothing on this machine. Run the command again after an interruption or refused rows: people who were migrated stay
migrated. People in the state file of "push" are migrated by the next push of any record; this command is for everyone else.`,
  examples: [
    "--channel email --file customers.csv --policy 2026-11 --site demo --endpoint https://edge.shop.example --key email.key",
  ],
};
