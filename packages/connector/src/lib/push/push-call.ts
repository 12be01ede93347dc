import { ConsentReceipt } from "@sedge/protocol";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import { type Call, listOption, noPositional, type Option, textOption, type Usage } from "../options.ts";
import type { Adapter } from "./adapters/adapter.ts";
import { adapterOf, adaptersOf } from "./adapters/adapters.ts";
import { PUSH_FIELDS } from "./read/push-field.ts";
import { NO_MAPPING, type PushMapping, readPushMapping } from "./read/push-mapping.ts";
import { STATE_OPTIONS, type StateCall, stateCall } from "./state-call.ts";

/** The mapping option, shared by several commands. */
export const MAP_OPTION: Option = {
  name: "map",
  value: "FILE",
  description: 'JSON that says what columns mean; "sedge push --help" shows one',
};
export const POLICY_OPTION: Option = {
  name: "policy",
  value: "VERSION",
  description: "version of the privacy text that everybody agreed to, if neither mapping nor column names it",
};
export const DRY_RUN_OPTION: Option = {
  name: "dry-run",
  description: "send nothing and change nothing; print what would leave, byte for byte",
};
export const SKIP_BAD_OPTION: Option = {
  name: "skip-bad",
  description: "leave out rows that cannot be read, and name them; without it nothing of such a file is used",
};

export const PUSH_USAGE: Usage = {
  command: "push",
  purpose: `Pushes another channel's records through the same pipeline as a page. On this machine identifiers become link keys
    through both operators' PRF, a person's contacts add up to a tally, texts are classified, and a tally becomes a codeword that
    at least k people share. What leaves: blinded identifiers, link tokens with signatures, codewords that have changed, consent
    receipts. No record leaves, and nothing about people who have not agreed.`,
  options: [
    {
      name: "file",
      value: "FILE",
      isNeeded: true,
      isList: true,
      description: "records: NDJSON (.ndjson, .jsonl), CSV, either with .gz, or parquet. May be given several times",
    },
    ...STATE_OPTIONS,
    MAP_OPTION,
    {
      name: "adapter",
      value: "NAME",
      description: "which kind of system wrote the file; crm-export is for all channels",
      default: "the channel's own",
    },
    POLICY_OPTION,
    DRY_RUN_OPTION,
    SKIP_BAD_OPTION,
    { name: "json", description: "one line of JSON: how many records and messages had which result" },
  ],
  notes: `The next run continues an interrupted one: nothing is lost, and no record id counts twice. A file without a consent column is
not read. A record without consent is counted, and nothing else of it is stored. "withdrawn" in that column deletes the person here
and what this channel sent about them at the edge. A column learn, of the same words, says who also agreed to learning: see
"sedge contribute --help".

The mapping: {"columns": {"Anrufer": "phone", "ende": ["opened", "clicked"], "intern": null},
  "consent": {"yes": ["J"], "no": ["N"], "withdrawn": ["W"]}, "policyVersion": "2026-11", "country": "DE",
  "words": {"resolved": {"yes": ["erledigt"]}}, "adapter": "call-centre"}
Fields:
  ${PUSH_FIELDS.slice(0, 17).join(", ")},
  ${PUSH_FIELDS.slice(17).join(", ")}`,
};

/** Options of a call of `sedge push`. */
export interface PushCall extends StateCall {
  readonly files: readonly string[];
  readonly mapping: PushMapping;
  readonly adapter: Adapter;
  readonly isDry: boolean;
  readonly skipsBad: boolean;
  readonly isJson: boolean;
}

/** Checks the options. Throws CommandError. */
export function pushCall(call: Call): PushCall {
  noPositional(call, "--file");
  const files = listOption(call, "file");
  if (files.length === 0) throw new CommandError("bad-option", "--file is required, once for each file of records.");
  const stated = stateCall(call);
  const { channel } = stated.operators;
  const mapping = mappingOf(call);
  const name = textOption(call, "adapter") ?? mapping.adapter;
  const adapter = adapterOf(channel, name);
  if (!adapter) {
    const names = adaptersOf(channel).map((one) => one.name);
    throw new CommandError(
      "bad-option",
      `there is no adapter "${name}" for ${channel}; the adapters are ${names.join(", ")}.`,
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

/** The mapping of `--map` and `--policy`. Throws CommandError. */
export function mappingOf(call: Call): PushMapping {
  const [map, policy] = [textOption(call, "map"), textOption(call, "policy")];
  const mapping = map === undefined ? NO_MAPPING : readPushMapping(map);
  if (policy === undefined) return mapping;
  const parsed = v.safeParse(ConsentReceipt.entries.policyVersion, policy);
  if (parsed.success) return { ...mapping, policyVersion: parsed.output };
  throw new CommandError("bad-option", `--policy must be a policy version, not "${policy}".`);
}
