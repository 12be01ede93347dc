import { CommandError } from "../command-error.ts";
import type { ConnectOptions } from "../operators/connector-voice.ts";
import { type Call, neededOption, noPositional, textOption } from "../options.ts";
import { saysWho } from "../people-file/people-file.ts";
import { mappingOf } from "../push/push-call.ts";
import type { FieldCheck } from "../push/read/column-use.ts";
import type { PushMapping } from "../push/read/push-mapping.ts";
import { neededOperators, OPERATOR_OPTIONS } from "../operators/operator-options.ts";

export const MIGRATE_KEYS_OPTIONS = [...OPERATOR_OPTIONS, "file", "map", "policy", "ledger"];
export const MIGRATE_KEYS_FLAGS = ["skip-bad", "json"];

/** What a call of `sedge migrate-keys` asks for. */
export interface MigrateKeysCall {
  readonly operators: Omit<ConnectOptions, "fetch">;
  readonly file: string;
  readonly mapping: PushMapping;
  readonly ledger: string | undefined;
  readonly skipsBad: boolean;
  readonly isJson: boolean;
}

/** Checks a call. Throws CommandError. */
export function migrateKeysCall(call: Call): MigrateKeysCall {
  noPositional(call, "--file");
  const file = neededOption(call, "file");
  return {
    operators: neededOperators(call),
    file,
    mapping: mappingOf(call),
    ledger: textOption(call, "ledger"),
    skipsBad: call.options["skip-bad"] === true,
    isJson: call.options["json"] === true,
  };
}

/**
 * Refuses a file that does not say who has agreed, to what and when. Without its day a consent would be of today, and so newer
 * than a withdrawal that the file does not know of.
 */
export const saysConsent: FieldCheck = (file, fields, mapping, adapter) => {
  saysWho(file, fields, mapping, adapter);
  const lack = (what: string) => new CommandError("bad-mapping", `${file}: no column is ${what}; --map says which.`);
  if (!fields.has("consent")) throw lack("the consent of a row's person");
  if (!fields.has("consentDay")) throw lack("the day of that consent");
  if (!fields.has("policyVersion") && mapping.policyVersion === undefined) {
    throw lack("the privacy text that people agreed to, and no policyVersion is said for all");
  }
};
