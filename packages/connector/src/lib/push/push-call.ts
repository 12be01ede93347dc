import { ConsentReceipt } from "@sedge/protocol";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import type { ConnectOptions } from "../operators/connector-voice.ts";
import { connectorSecret } from "../operators/connector-secret.ts";
import { type Call, listOption, neededOption, textOption } from "../options.ts";
import { OPERATOR_OPTIONS, operatorOptions } from "../resolve/operator-options.ts";
import type { Adapter } from "./adapters/adapter.ts";
import { ADAPTERS, adapterOf } from "./adapters/adapters.ts";
import { NO_MAPPING, type PushMapping, readPushMapping } from "./read/push-mapping.ts";

/** Options with a value; `file` may be given several times. */
export const PUSH_OPTIONS = [...OPERATOR_OPTIONS, "map", "adapter", "policy", "state", "previous-key", "ledger"];
export const PUSH_FLAGS = ["dry-run", "skip-bad", "json"];

/** What a call of `sedge push` asks for. */
export interface PushCall {
  readonly files: readonly string[];
  readonly operators: Omit<ConnectOptions, "fetch">;
  readonly mapping: PushMapping;
  readonly adapter: Adapter;
  readonly state: string;
  readonly previousKey: Uint8Array | undefined;
  readonly ledger: string | undefined;
  readonly isDry: boolean;
  readonly skipsBad: boolean;
  readonly isJson: boolean;
}

/** Checks a call. Throws CommandError. */
export function pushCall(call: Call): PushCall {
  const [extra] = call.positionals;
  if (extra !== undefined) {
    throw new CommandError("bad-call", `"${extra}" is one argument too many; files are given with --file.`);
  }
  const files = listOption(call, "file");
  if (files.length === 0) throw new CommandError("bad-option", "--file is needed, once for each file of records.");
  for (const name of ["channel", "site", "endpoint", "key"]) neededOption(call, name);
  const operators = operatorOptions(call);
  if (!operators) throw new CommandError("bad-option", "--endpoint is needed.");
  const { channel, site } = operators;
  if (channel === "web" || channel === "app") {
    throw new CommandError(
      "bad-option",
      `--channel ${channel} is what the SDK tells of; files are pushed for the others.`,
    );
  }
  const map = textOption(call, "map");
  const mapping = withPolicy(map === undefined ? NO_MAPPING : readPushMapping(map), textOption(call, "policy"));
  const name = textOption(call, "adapter") ?? mapping.adapter;
  const adapter = adapterOf(channel, name);
  if (!adapter) {
    const names = ADAPTERS.filter(({ channels }) => channels.includes(channel)).map((one) => one.name);
    throw new CommandError(
      "bad-option",
      `there is no adapter "${name}" for ${channel}; there are ${names.join(", ")}.`,
    );
  }
  const previous = textOption(call, "previous-key");
  return {
    files,
    operators,
    mapping,
    adapter,
    state: textOption(call, "state") ?? `sedge-${site}-${channel}.state`,
    previousKey: previous === undefined ? undefined : connectorSecret(previous),
    ledger: textOption(call, "ledger"),
    isDry: call.options["dry-run"] === true,
    skipsBad: call.options["skip-bad"] === true,
    isJson: call.options["json"] === true,
  };
}

function withPolicy(mapping: PushMapping, policy: string | undefined): PushMapping {
  if (policy === undefined) return mapping;
  const parsed = v.safeParse(ConsentReceipt.entries.policyVersion, policy);
  if (parsed.success) return { ...mapping, policyVersion: parsed.output };
  throw new CommandError("bad-option", `--policy takes the name of a privacy text, not "${policy}".`);
}
