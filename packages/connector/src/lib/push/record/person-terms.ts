import type { IdentifierKind } from "@sedge/privacy/identifier";
import { type PersonRecord, recordTerms, type RecordTerms } from "@sedge/linkage/terms";
import type { ChannelRecord } from "./channel-record.ts";

/** Fields that are also identifiers; alone they describe nobody. */
const IDENTIFIER_FIELDS = ["email", "phone"] as const satisfies readonly IdentifierKind[];

/**
 * The terms by which a record can match a similar one: name, address, birth date and others, plus the identifiers.
 * Undefined if the record has only identifiers, which match exactly.
 */
export function personTerms({ person = {}, identifiers = {}, country }: ChannelRecord): RecordTerms | undefined {
  const described = Object.keys(person).some((field) => !IDENTIFIER_FIELDS.some((one) => one === field));
  if (!described) return undefined;
  const contacts = IDENTIFIER_FIELDS.flatMap((kind) => {
    const value = person[kind] ?? identifiers[kind];
    return value === undefined ? [] : [[kind, value] as const];
  });
  const record: PersonRecord = {
    ...person,
    ...Object.fromEntries(contacts),
    ...(country !== undefined && { country }),
  };
  const terms = recordTerms(record);
  return Object.keys(terms.fields).length === 0 ? undefined : terms;
}
