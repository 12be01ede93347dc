import { CommandError } from "../command-error.ts";
import type { ConnectOptions } from "../operators/connector-client.ts";
import { connectorSecret } from "../operators/connector-secret.ts";
import { type Call, neededOption, textOption } from "../options.ts";
import { neededOperators } from "../operators/operator-options.ts";

/** The state that a command uses, and its ledger. */
export interface StateCall {
  readonly operators: Omit<ConnectOptions, "fetch">;
  readonly state: string;
  readonly previousKey: Uint8Array | undefined;
  readonly ledger: string | undefined;
}

/** Checks the options of such a command. @throws CommandError */
export function stateCall(call: Call): StateCall {
  for (const name of ["channel", "site", "endpoint", "key"]) neededOption(call, name);
  const operators = neededOperators(call);
  const { channel, site } = operators;
  if (channel === "web" || channel === "app") {
    throw new CommandError("bad-option", `--channel ${channel} is for the SDK; a connector serves the other channels.`);
  }
  const previous = textOption(call, "previous-key");
  return {
    operators,
    state: textOption(call, "state") ?? `sedge-${site}-${channel}.state`,
    previousKey: previous === undefined ? undefined : connectorSecret(previous),
    ledger: textOption(call, "ledger"),
  };
}
