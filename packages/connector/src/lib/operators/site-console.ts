import { SiteId } from "@sedge/protocol";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import { type Call, neededOption } from "../options.ts";
import { secretText } from "./connector-secret.ts";
import { isSafeUrl } from "./operator-options.ts";

/** How long an answer may take, in milliseconds. */
const ANSWER_TIMEOUT_MS = 30_000;

/** A site at its edge's console, and the admin key that opens it. */
export interface SiteConsole {
  readonly endpoint: string;
  readonly site: SiteId;
  readonly adminKey: string;
}

/** The console that `--endpoint`, `--site` and `--admin-key` name. @throws CommandError */
export function siteConsole(call: Call): SiteConsole {
  const endpoint = neededOption(call, "endpoint");
  if (!isSafeUrl(endpoint)) {
    throw new CommandError("bad-option", `--endpoint takes an https URL, or http on this machine, not "${endpoint}".`);
  }
  const site = v.safeParse(SiteId, neededOption(call, "site"));
  if (!site.success) throw new CommandError("bad-option", "--site must be the ID of a site.");
  const file = neededOption(call, "admin-key");
  const adminKey = secretText(file);
  // A line break within it would be no header value, and an empty one no credential.
  if (!/^\S+$/.test(adminKey)) throw new CommandError("bad-option", `${file} is not an admin key: one word of text.`);
  return { endpoint, site: site.output, adminKey };
}

/**
 * Asks the console for `path`, or posts `body` to it.
 * @param otherwise - What has not happened if the edge refuses, as the end of a sentence.
 * @throws CommandError
 */
export async function askConsole(
  { endpoint, site, adminKey }: SiteConsole,
  path: string,
  otherwise: string,
  body?: object,
): Promise<Response> {
  const answer = await fetch(new URL(`/v1/operator/sites/${site}/${path}`, endpoint), {
    headers: { authorization: `Bearer ${adminKey}`, ...(body && { "content-type": "application/json" }) },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  }).catch(() => undefined);
  if (answer?.ok === true) return answer;
  if (answer?.status === 401) throw new CommandError("key-refused", "the edge refuses the admin key.");
  const reason = answer === undefined ? "cannot be reached" : `answered ${answer.status}`;
  throw new CommandError("operators-failed", `the edge ${reason}; ${otherwise}.`);
}
