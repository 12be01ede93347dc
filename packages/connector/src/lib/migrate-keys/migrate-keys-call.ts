import { CommandError } from "../command-error.ts";
import type { ConnectOptions } from "../operators/connector-client.ts";
import { type Call, neededOption, noPositional, textOption, type Usage } from "../options.ts";
import { requireIdentity } from "../people-file/people-file.ts";
import { MAP_OPTION, mappingOf, POLICY_OPTION, SKIP_BAD_OPTION } from "../push/push-call.ts";
import { LEDGER_OPTION } from "../push/state-call.ts";
import type { FieldCheck } from "../push/read/column-use.ts";
import type { PushMapping } from "../push/read/push-mapping.ts";
import { neededOperators, OPERATOR_OPTIONS } from "../operators/operator-options.ts";

export const MIGRATE_KEYS_USAGE: Usage = {
  command: "migrate-keys",
  purpose: `While the site's PRF keys rotate, migrates the profiles of people on file to the new key epoch, so that nobody has to come
    back before the old keys are retired. Both operators evaluate each identifier in both epochs, and a link that both of its keys
    sign states that they are one person's. What leaves: blinded identifiers, link tokens with signatures, consent receipts. The
    key needs the scopes "evaluate" and "link".`,
  options: [
    {
      name: "file",
      value: "FILE",
      isNeeded: true,
      description: `people, a row each: NDJSON (.ndjson, .jsonl), CSV, either with .gz, or parquet. Needs columns of e-mail addresses, phones,
        loyalty numbers or accounts; of consent; and of the day on which it was given`,
    },
    ...OPERATOR_OPTIONS,
    MAP_OPTION,
    POLICY_OPTION,
    LEDGER_OPTION,
    SKIP_BAD_OPTION,
    {
      name: "json",
      description: "one line of JSON: migrated, unreadable, refused, withoutConsent, outdatedConsent, skipped",
    },
  ],
  notes: `Nothing is stored here. Repeat an interrupted run, or one with refused rows: who was migrated stays migrated. The next push of any
record migrates people whom "sedge push" has in its state; this command is for everybody else.`,
};

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
  if (!fields.has("consent")) throw lack("the consent of a row's person");
  if (!fields.has("consentDay")) throw lack("the day of that consent");
  if (!fields.has("policyVersion") && mapping.policyVersion === undefined) {
    throw lack("the policy version, and neither the mapping nor --policy states one for all records");
  }
};
