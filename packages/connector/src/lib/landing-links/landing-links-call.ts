import { existsSync } from "node:fs";
import { CommandError } from "../command-error.ts";
import { checkOutput } from "../files/output-file.ts";
import { type Call, neededOption, noPositional, textOption, type Usage, wholeOption } from "../options.ts";
import { MAP_OPTION, mappingOf, SKIP_BAD_OPTION } from "../push/push-call.ts";
import type { PushMapping } from "../push/read/push-mapping.ts";
import { STATE_OPTIONS, type StateCall, stateCall } from "../push/state-call.ts";
import { isSafeUrl } from "../operators/operator-options.ts";

/** Longest time that the edge keeps an offer, in days. */
const MAX_DAYS = 30;

export const LANDING_LINKS_USAGE: Usage = {
  command: "landing-links",
  purpose: `Makes one landing link for each recipient of a mailing. The device that opens the link joins the recipient's profile, once,
    with no address in the link. A recipient who is not in the channel's state ("sedge push" fills it), has withdrawn or has not
    agreed gets a row whose link contains no token. What leaves: link tokens with signatures, consent receipts, and how long each
    offer is valid. The key needs the scope "link".`,
  options: [
    {
      name: "file",
      value: "FILE",
      isNeeded: true,
      description: `recipients, a row each: NDJSON (.ndjson, .jsonl), CSV, either with .gz, or parquet. Needs a column of e-mail addresses,
        phones, loyalty numbers or accounts; an id is copied to the output; a row without a yes in a consent column gets no token`,
    },
    {
      name: "output",
      value: "FILE",
      isNeeded: true,
      description: `CSV of row,id,fragment,until, in the order of the recipients; row counts data rows from 1, until is when the
        offer ends (UTC). Readable by its owner alone: anybody with a row can open the link in the recipient's place. Written as a
        whole or not at all`,
    },
    {
      name: "url",
      value: "URL",
      description: `the page that all links lead to: the output then has whole links, row,id,link,until, with utm_medium where the
        address has none`,
    },
    { name: "url-column", value: "COLUMN", description: "the column that has each row's page, instead of --url" },
    { name: "days", value: "N", description: "how long the offers are valid, 1 to 30 days", default: String(MAX_DAYS) },
    ...STATE_OPTIONS,
    MAP_OPTION,
    SKIP_BAD_OPTION,
    { name: "json", description: "one line of JSON: offered, unknown, withdrawn, withoutConsent, refused, skipped" },
  ],
  notes: `An interrupted run leaves no output, and offers without a link, which expire by themselves: call it again. A person has at most
32 open offers; a further one ends the oldest.`,
};

/** Options of a call of `sedge landing-links`. */
export interface LandingLinksCall extends StateCall {
  readonly file: string;
  readonly output: string;
  readonly mapping: PushMapping;
  readonly days: number;
  /** The page that every link leads to. */
  readonly url: string | undefined;
  /** The column that contains each row's page. */
  readonly urlColumn: string | undefined;
  readonly skipsBad: boolean;
  readonly isJson: boolean;
}

/** Checks the options. Throws CommandError. */
export function landingLinksCall(call: Call): LandingLinksCall {
  noPositional(call, "--file");
  const [file, output] = [neededOption(call, "file"), neededOption(call, "output")];
  const stated = stateCall(call);
  const [url, urlColumn] = [textOption(call, "url"), textOption(call, "url-column")];
  if (url !== undefined && urlColumn !== undefined) {
    throw new CommandError("bad-option", "--url and --url-column cannot be combined.");
  }
  if (url !== undefined && !isSafeUrl(url)) {
    throw new CommandError("bad-option", `--url takes an https URL, or http on this machine, not "${url}".`);
  }
  const read = [file, stated.state, ...["map", "key", "previous-key", "ledger"].map((name) => textOption(call, name))];
  checkOutput(
    output,
    read.filter((one) => one !== undefined),
  );
  const mapping = mappingOf(call);
  if (!existsSync(stated.state)) {
    throw new CommandError(
      "missing-file",
      `there is no state ${stated.state}; "sedge push" creates it from the people's records, and only people in it get landing links.`,
    );
  }
  return {
    ...stated,
    file,
    output,
    mapping,
    days: wholeOption(call, "days", [1, MAX_DAYS], MAX_DAYS),
    url,
    urlColumn,
    skipsBad: call.options["skip-bad"] === true,
    isJson: call.options["json"] === true,
  };
}
