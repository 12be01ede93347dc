import { CommandError } from "../command-error.ts";
import type { ConnectOptions } from "../operators/connector-client.ts";
import { type Call, neededOption, noPositional, textOption } from "../options.ts";
import { requireIdentity } from "../people-file/people-file.ts";
import { mappingOf } from "../push/push-call.ts";
import type { FieldCheck } from "../push/read/column-use.ts";
import type { PushMapping } from "../push/read/push-mapping.ts";
import { neededOperators } from "../operators/operator-options.ts";

/** Options of a call of `sedge migrate-keys`. */
export interface MigrateKeysCall {
  readonly operators: Omit<ConnectOptions, "fetch">;
  readonly file: string;
  readonly mapping: PushMapping;
  readonly ledger: string | undefined;
  readonly skipsBad: boolean;
  readonly isJson: boolean;
}

/** Checks the options. Throws CommandError. */
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
 * Rejects a file without columns for consent, its policy version and its day. Without the day, a consent would be dated
 * today and override a withdrawal that the file does not contain.
 */
export const requireConsent: FieldCheck = (file, fields, mapping, adapter) => {
  requireIdentity(file, fields, mapping, adapter);
  const lack = (what: string) =>
    new CommandError("bad-mapping", `${file}: no column contains ${what}; name one with --map.`);
  if (!fields.has("consent") && !fields.has("consentAt")) throw lack("the consent of a row's person");
  if (!fields.has("consentDay") && !fields.has("consentAt")) throw lack("the day of that consent");
  if (!fields.has("policyVersion") && mapping.policyVersion === undefined) {
    throw lack("the policy version, and neither the mapping nor --policy states one for all records");
  }
};
