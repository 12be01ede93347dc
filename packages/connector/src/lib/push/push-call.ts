import { type Channel, CHANNELS, PolicyVersion } from "@sedge/protocol";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import { type Call, listOption, neededOption, noPositional, textOption } from "../options.ts";
import type { Adapter } from "./adapters/adapter.ts";
import { adapterOf, adaptersOf } from "./adapters/adapters.ts";
import { NO_MAPPING, type PushMapping, readPushMapping } from "./read/push-mapping.ts";
import { type StateCall, stateCall } from "./state-call.ts";

/** Options of a call of `sedge push`. */
export interface PushCall extends StateCall {
  readonly files: readonly string[];
  readonly mapping: PushMapping;
  readonly adapter: Adapter;
  readonly isDry: boolean;
  readonly skipsBad: boolean;
  readonly isJson: boolean;
}

/** Options of `sedge push --explain`, which needs no site. */
export type ExplainCall = Pick<PushCall, "files" | "mapping" | "adapter">;

/** Checks the options. Throws CommandError. */
export function pushCall(call: Call): PushCall {
  noPositional(call, "--file");
  const files = filesOf(call);
  const stated = stateCall(call);
  return {
    ...stated,
    files,
    ...mappedOf(call, stated.operators.channel),
    isDry: call.options["dry-run"] === true,
    skipsBad: call.options["skip-bad"] === true,
    isJson: call.options["json"] === true,
  };
}

/** Checks the options of `--explain`. Throws CommandError. */
export function explainCall(call: Call): ExplainCall {
  noPositional(call, "--file");
  const files = filesOf(call);
  const channel = v.safeParse(v.picklist(CHANNELS), neededOption(call, "channel"));
  if (!channel.success) throw new CommandError("bad-option", "--channel takes a channel's name; see --help.");
  return { files, ...mappedOf(call, channel.output) };
}

function filesOf(call: Call): readonly string[] {
  const files = listOption(call, "file");
  if (files.length > 0) return files;
  throw new CommandError("bad-option", "--file is required, once for each file of records.");
}

function mappedOf(call: Call, channel: Channel): Pick<PushCall, "mapping" | "adapter"> {
  const mapping = mappingOf(call);
  const name = textOption(call, "adapter") ?? mapping.adapter;
  const adapter = adapterOf(channel, name);
  if (adapter) return { mapping, adapter };
  const names = adaptersOf(channel).map((one) => one.name);
  throw new CommandError(
    "bad-option",
    `there is no adapter "${name}" for ${channel}; the adapters are ${names.join(", ")}.`,
  );
}

/** The mapping of `--map` and `--policy`. Throws CommandError. */
export function mappingOf(call: Call): PushMapping {
  const [map, policy] = [textOption(call, "map"), textOption(call, "policy")];
  const mapping = map === undefined ? NO_MAPPING : readPushMapping(map);
  if (policy === undefined) return mapping;
  const parsed = v.safeParse(PolicyVersion, policy);
  if (parsed.success) return { ...mapping, policyVersion: parsed.output };
  throw new CommandError("bad-option", `--policy must be a policy version, not "${policy}".`);
}
