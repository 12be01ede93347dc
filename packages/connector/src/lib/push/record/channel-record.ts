import type { Turn } from "@sedge/features/conversation";
import { Touch } from "@sedge/features/profile";
import { FIELD_KINDS } from "@sedge/linkage/terms";
import { ConsentReceipt } from "@sedge/protocol";
import * as v from "valibot";

/** Longest text of one field, in UTF-16 code units. */
const MAX_TEXT_CHARS = 512;
/** Longest text of a turn of a conversation that is taken; its first 2,000 are read. */
const MAX_TURN_CHARS = 65_536;
/** Most turns of a conversation that are taken; its last 40 are read. */
const MAX_TURNS = 1_000;

const text = v.pipe(v.string(), v.maxLength(MAX_TEXT_CHARS));
const TurnSchema = v.strictObject({
  speaker: v.picklist(["visitor", "site"]),
  text: v.pipe(v.string(), v.maxLength(MAX_TURN_CHARS)),
}) satisfies v.GenericSchema<unknown, Turn>;

/** What a person's consent is, as their record says: `withdrawn` is a `yes` that was taken back. */
export const CONSENTS = ["yes", "no", "withdrawn"] as const;
export const Consent = v.picklist(CONSENTS);
export type Consent = v.InferOutput<typeof Consent>;

/**
 * One record of a channel's own system, in clear, as it is on its owner's machine. Nothing of it leaves that but what
 * docs/channels.md says of the channel.
 */
export const ChannelRecord = v.strictObject({
  /** Names the record in its system for good: what has been counted is not counted again. */
  id: v.pipe(text, v.minLength(1)),
  /** Whether the person agreed to be linked, and to what is worked out of their records here. Without one: no. */
  consent: v.optional(Consent, "no"),
  /** Whether they also agreed to be learnt from: to one vote a round, of what their records add up to. Without it: no. */
  learn: v.optional(v.boolean(), false),
  /** Day of that decision in UTC; default: the day of `at`. */
  consentDay: v.optional(ConsentReceipt.entries.day),
  /** The privacy text that was agreed to, by the site's name of it. */
  policyVersion: v.optional(ConsentReceipt.entries.policyVersion),
  identifiers: v.optional(
    v.strictObject({
      email: v.optional(text),
      phone: v.optional(text),
      loyalty: v.optional(text),
      account: v.optional(text),
    }),
  ),
  /** What else tells who it is: for a name that is misspelt. */
  person: v.optional(v.record(v.picklist(FIELD_KINDS), text)),
  /** ISO 3166 two-letter country of phone numbers and dates that do not say theirs. */
  country: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))),
  /** The contact that the record tells of; without one it only says who somebody is. */
  touch: v.optional(Touch),
  /** What was said, in order; a note is one turn of the visitor's. Classified here, then dropped. */
  turns: v.optional(v.pipe(v.array(TurnSchema), v.maxLength(MAX_TURNS))),
});
export type ChannelRecord = v.InferOutput<typeof ChannelRecord>;
