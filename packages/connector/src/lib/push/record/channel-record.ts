import type { Turn } from "@sedge/features/conversation";
import { Touch } from "@sedge/features/profile";
import { FIELD_KINDS } from "@sedge/linkage/terms";
import { ConsentReceipt, PolicyVersion } from "@sedge/protocol";
import * as v from "valibot";

/** Longest text of one field, in UTF-16 code units. */
const MAX_TEXT_CHARS = 512;
/** Longest accepted turn of a conversation; its first 2,000 characters are read. */
const MAX_TURN_CHARS = 65_536;
/** Most accepted turns of a conversation; its last 40 are read. */
const MAX_TURNS = 1_000;

const text = v.pipe(v.string(), v.maxLength(MAX_TEXT_CHARS));
const TurnSchema = v.strictObject({
  speaker: v.picklist(["visitor", "site"]),
  text: v.pipe(v.string(), v.maxLength(MAX_TURN_CHARS)),
}) satisfies v.GenericSchema<unknown, Turn>;

/** A record's consent. `withdrawn`: a former `yes` was revoked. */
export const CONSENTS = ["yes", "no", "withdrawn"] as const;
export const Consent = v.picklist(CONSENTS);
export type Consent = v.InferOutput<typeof Consent>;

/**
 * One record of a channel's own system, unencrypted, on its owner's machine. docs/channels.md lists what leaves that
 * machine.
 */
export const ChannelRecord = v.strictObject({
  /** Permanent ID of the record in its system. A record is counted once. */
  id: v.pipe(text, v.minLength(1)),
  /**
   * Whether the person consented to linking and to local classification of their records. Without it the record is not
   * used, and what the person decided before stays as it is.
   */
  consent: v.optional(Consent),
  /**
   * Whether the person also consented to learning: one vote a round from the sum of their records. Without it, what the
   * person decided before stays as it is; that is no, if they never did.
   */
  learn: v.optional(v.boolean()),
  /** UTC day of that decision. Default: the day of `at`. */
  consentDay: v.optional(ConsentReceipt.entries.day),
  /** The policy version that the person consented to. */
  policyVersion: v.optional(PolicyVersion),
  identifiers: v.optional(
    v.strictObject({
      email: v.optional(text),
      phone: v.optional(text),
      loyalty: v.optional(text),
      account: v.optional(text),
    }),
  ),
  /** The person's description, compared by similarity: a misspelt name still matches. */
  person: v.optional(v.record(v.picklist(FIELD_KINDS), text)),
  /** ISO 3166 two-letter country of phone numbers and dates that do not state one. */
  country: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))),
  /** The contact. A record without one only identifies a person. */
  touch: v.optional(Touch),
  /** The conversation in order; a note is one turn of the visitor. Classified locally, then dropped. */
  turns: v.optional(v.pipe(v.array(TurnSchema), v.maxLength(MAX_TURNS))),
});
export type ChannelRecord = v.InferOutput<typeof ChannelRecord>;
