import { CommandError } from "../command-error.ts";
import type { ConnectOptions } from "../operators/connector-client.ts";
import { connectorSecret } from "../operators/connector-secret.ts";
import { type Call, neededOption, type Option, textOption } from "../options.ts";
import { OPERATOR_OPTIONS, neededOperators } from "../operators/operator-options.ts";

/** The ledger option, shared by several commands. */
export const LEDGER_OPTION: Option = {
  name: "ledger",
  value: "FILE",
  description: "append every message that leaves, byte for byte, a line of JSON each",
};

/** Options of a command that uses a connector's state. */
export const STATE_OPTIONS: readonly Option[] = [
  ...OPERATOR_OPTIONS,
  {
    name: "state",
    value: "FILE",
    description: 'the state of "sedge push", readable by its owner alone',
    default: "sedge-SITE-CHANNEL.state",
  },
  {
    name: "previous-key",
    value: "FILE",
    description: "the earlier secret, which the state is encrypted with, if the key was rotated",
  },
  LEDGER_OPTION,
];

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
