import type { ContactField, FlagField } from "../read/record-fields.ts";

/**
 * Words of a column that mean yes or no, ignoring case. If only one side is listed, every other word means the other.
 */
export interface YesNoWords {
  readonly yes?: readonly string[] | undefined;
  readonly no?: readonly string[] | undefined;
}

/** How one kind of system writes its records, so that a mapping does not have to state it. */
export interface Adapter {
  readonly name: string;
  /**
   * The fields of a contact that such a system has, with column names of its own beside those of the shared table: ignoring
   * case, spaces and punctuation, the likeliest first.
   */
  readonly usual: Readonly<Partial<Record<"id" | "time" | ContactField, readonly string[]>>>;
  /** What the words in its columns mean. */
  readonly words: Readonly<Partial<Record<FlagField, YesNoWords>>>;
  /** Whether each record is a contact. CRM records only identify people. */
  readonly isContact: boolean;
  /** Whether names and addresses are read without a mapping. In a till's file, `name` is a product's name. */
  readonly readsDescriptions: boolean;
}
