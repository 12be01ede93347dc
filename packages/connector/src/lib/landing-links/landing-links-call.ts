import { existsSync } from "node:fs";
import { CommandError } from "../command-error.ts";
import { checkOutput } from "../files/output-file.ts";
import { type Call, neededOption, noPositional, textOption, wholeOption } from "../options.ts";
import { mappingOf } from "../push/push-call.ts";
import type { PushMapping } from "../push/read/push-mapping.ts";
import { type StateCall, stateCall } from "../push/state-call.ts";
import { MAX_DAYS } from "./landing-links-usage.ts";
import { isSafeUrl } from "../operators/operator-options.ts";

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
  const days = wholeOption(call, "days", [1, MAX_DAYS], MAX_DAYS);
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
    days,
    url,
    urlColumn,
    skipsBad: call.options["skip-bad"] === true,
    isJson: call.options["json"] === true,
  };
}
