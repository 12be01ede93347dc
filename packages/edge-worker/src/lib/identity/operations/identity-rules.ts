import { Channel, TokenKind } from "@sedge/protocol";
import * as v from "valibot";

/** A site's limits that no single person exceeds. */
export const IdentityRules = v.strictObject({
  /** Channels in which a person has one record at most, such as a CRM without doubles. */
  oneRecord: v.array(Channel),
  /** Kinds of identifier that a person has once: two of them are two people. */
  once: v.array(TokenKind),
  /**
   * Hours of a channel's silence after which one of the site's trigger rules can match, ascending. Contains nothing
   * about identity.
   */
  watched: v.exactOptional(v.record(Channel, v.pipe(v.array(v.number()), v.readonly()))),
});
export type IdentityRules = v.InferOutput<typeof IdentityRules>;

/** The default: one account and any number of records per person. */
export const USUAL_RULES: IdentityRules = { oneRecord: [], once: ["account"] };
