import { ConsentReceipt } from "@sedge/protocol";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import { type Call, listOption, noPositional, textOption } from "../options.ts";
import type { Adapter } from "./adapters/adapter.ts";
import { ADAPTERS, adapterOf } from "./adapters/adapters.ts";
import { NO_MAPPING, type PushMapping, readPushMapping } from "./read/push-mapping.ts";
import { STATE_OPTIONS, type StateCall, stateCall } from "./state-call.ts";

/** Options with a value; `file` may be given several times. */
export const PUSH_OPTIONS = [...STATE_OPTIONS, "map", "adapter", "policy"];
export const PUSH_FLAGS = ["dry-run", "skip-bad", "json"];

/** What a call of `sedge push` asks for. */
export interface PushCall extends StateCall {
  readonly files: readonly string[];
  readonly mapping: PushMapping;
  readonly adapter: Adapter;
  readonly isDry: boolean;
  readonly skipsBad: boolean;
  readonly isJson: boolean;
}

/** Checks a call. Throws CommandError. */
export function pushCall(call: Call): PushCall {
  noPositional(call, "--file");
  const files = listOption(call, "file");
  if (files.length === 0) throw new CommandError("bad-option", "--file is needed, once for each file of records.");
  const stated = stateCall(call);
  const { channel } = stated.operators;
  const mapping = mappingOf(call);
  const name = textOption(call, "adapter") ?? mapping.adapter;
  const adapter = adapterOf(channel, name);
  if (!adapter) {
    const names = ADAPTERS.filter(({ channels }) => channels.includes(channel)).map((one) => one.name);
    throw new CommandError(
      "bad-option",
      `there is no adapter "${name}" for ${channel}; there are ${names.join(", ")}.`,
    );
  }
  return {
    ...stated,
    files,
    mapping,
    adapter,
    isDry: call.options["dry-run"] === true,
    skipsBad: call.options["skip-bad"] === true,
    isJson: call.options["json"] === true,
  };
}

/** What `--map` and `--policy` say. Throws CommandError. */
export function mappingOf(call: Call): PushMapping {
  const [map, policy] = [textOption(call, "map"), textOption(call, "policy")];
  const mapping = map === undefined ? NO_MAPPING : readPushMapping(map);
  if (policy === undefined) return mapping;
  const parsed = v.safeParse(ConsentReceipt.entries.policyVersion, policy);
  if (parsed.success) return { ...mapping, policyVersion: parsed.output };
  throw new CommandError("bad-option", `--policy takes the name of a privacy text, not "${policy}".`);
}
