import type { IdentifierKind } from "@sedge/privacy/identifier";
import { type PersonRecord, recordTerms, type RecordTerms } from "@sedge/linkage/terms";
import type { ChannelRecord } from "./channel-record.ts";

/** Fields that an identifier says better: alone they describe nobody. */
const SAID_BY_IDENTIFIERS = ["email", "phone"] as const satisfies readonly IdentifierKind[];

/**
 * The terms by which a record may be found to be like another's: of a name, an address, a birthday and the like, and of the
 * identifiers beside them. Undefined where nothing but identifiers is there, which need no likeness.
 */
export function personTerms({ person = {}, identifiers = {}, country }: ChannelRecord): RecordTerms | undefined {
  const described = Object.keys(person).some((field) => !SAID_BY_IDENTIFIERS.some((one) => one === field));
  if (!described) return undefined;
  const contacts = SAID_BY_IDENTIFIERS.flatMap((kind) => {
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
