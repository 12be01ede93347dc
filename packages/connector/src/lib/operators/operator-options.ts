import { Channel, CHANNELS, isLoopback, SiteId } from "@sedge/protocol";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import { OPERATOR_OPTIONS } from "../connection-options.ts";
import type { ConnectOptions } from "./connector-client.ts";
import { connectorSecret } from "./connector-secret.ts";
import { type Call, neededOption, textOption } from "../options.ts";

/**
 * The running operators that a call names; undefined to use operators in this process.
 *
 * @throws CommandError `bad-option` for an incomplete set of options or an invalid value; `missing-file` or
 *   `unreadable-file` for the key.
 */
export function operatorOptions(call: Call): Omit<ConnectOptions, "fetch"> | undefined {
  const endpoint = textOption(call, "endpoint");
  if (endpoint === undefined) {
    const alone = OPERATOR_OPTIONS.find(({ name }) => textOption(call, name) !== undefined);
    if (alone) throw new CommandError("bad-option", `--${alone.name} requires --endpoint.`);
    return undefined;
  }
  const needed = (name: string, what: string) => {
    const value = textOption(call, name);
    if (value === undefined) throw new CommandError("bad-option", `--endpoint needs --${name}, ${what}.`);
    return value;
  };
  const site = v.safeParse(SiteId, needed("site", "the site of the records"));
  if (!site.success) throw new CommandError("bad-option", "--site must be the ID of a site.");
  const channel = v.safeParse(Channel, needed("channel", "the connector's channel"));
  if (!channel.success) throw new CommandError("bad-option", `--channel takes one of ${CHANNELS.join(", ")}.`);
  const aggregatorKey = textOption(call, "aggregator-key");
  return {
    endpoint: checkedUrl(endpoint),
    site: site.output,
    channel: channel.output,
    connectorKey: connectorSecret(needed("key", "the file of the connector's secret")),
    ...(aggregatorKey !== undefined && { aggregatorKey }),
  };
}

/** The same for a command that requires operators. Throws CommandError as {@link operatorOptions}. */
export function neededOperators(call: Call): Omit<ConnectOptions, "fetch"> {
  neededOption(call, "endpoint");
  const operators = operatorOptions(call);
  if (!operators) throw new CommandError("bad-option", "--endpoint is required.");
  return operators;
}

/** Whether requests to a URL are protected from reading and modification in transit. */
export function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
}

function checkedUrl(text: string): string {
  if (isSafeUrl(text)) return text;
  throw new CommandError("bad-option", `--endpoint takes an https URL, or http on this machine, not "${text}".`);
}
