import { unreadFields } from "@sedge/linkage/terms";
import type { ChannelRecord } from "./record/channel-record.ts";
import { IDENTIFIER_KINDS, identifierOf } from "./record/known-identifier.ts";

/** Fields of a record that have a text which cannot be read, or identifies nobody. */
export function unreadFieldsOf({ identifiers, person, country }: ChannelRecord): string[] {
  const unread = IDENTIFIER_KINDS.filter((kind) => {
    const raw = identifiers?.[kind];
    return raw !== undefined && raw !== "" && identifierOf(kind, raw, country) === undefined;
  });
  const described = person ? unreadFields({ ...person, ...(country !== undefined && { country }) }) : [];
  return [...unread, ...described.filter((field) => field !== "email" && field !== "phone")];
}

/** Counts a file's cells that cannot be read, by field. */
export class UnreadCells {
  readonly #filled = new Map<string, number>();
  readonly #unread = new Map<string, number>();

  add(record: ChannelRecord): void {
    const filled = new Set([
      ...Object.entries(record.identifiers ?? {}).flatMap(([field, text]) => (text === undefined ? [] : [field])),
      ...Object.keys(record.person ?? {}),
    ]);
    for (const field of filled) this.#filled.set(field, (this.#filled.get(field) ?? 0) + 1);
    for (const field of unreadFieldsOf(record)) this.#unread.set(field, (this.#unread.get(field) ?? 0) + 1);
  }

  /** Such as `phone 3 of 10`. */
  get lines(): string[] {
    const order = [...IDENTIFIER_KINDS, ...this.#unread.keys()].filter((field) => this.#unread.has(field));
    return [...new Set(order)].map((field) => `${field} ${this.#unread.get(field)} of ${this.#filled.get(field)}`);
  }
}
