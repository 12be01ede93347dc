import type { ContactField, FlagField } from "../read/push-field.ts";

/** Words in a column, without case, that mean yes or no. Where only one side is named, every other word is the other. */
export interface YesNoWords {
  readonly yes?: readonly string[] | undefined;
  readonly no?: readonly string[] | undefined;
}

/** How one kind of system writes its records: what a mapping need not say. */
export interface Adapter {
  readonly name: string;
  /** Names that such a system's columns have, without case, spaces and marks; the likeliest first. */
  readonly usual: Readonly<Partial<Record<"id" | "time" | ContactField, readonly string[]>>>;
  /** What words in them mean. */
  readonly words: Readonly<Partial<Record<FlagField, YesNoWords>>>;
  /** Whether each record is a contact; a CRM's only say who somebody is. */
  readonly isContact: boolean;
  /** Whether names and addresses are read without being asked for: in a till's file `name` is a product's. */
  readonly readsDescriptions: boolean;
}
