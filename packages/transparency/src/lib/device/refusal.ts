/** Why a device refuses a statement. The last good one serves. */
export type StatementRefusal =
  /** No statement, or one in a form that this version does not know. */
  | "statement-invalid"
  /** A statement about another site. */
  | "statement-of-another-site"
  /** Expired, or issued more than a day after the device's clock. */
  | "statement-not-current"
  /** Not signed by both operators, or its edge's key changed without the old key's signature. */
  | "statement-unsigned"
  /** The proof does not show that the log has it. */
  | "statement-not-in-log"
  /** Older than the statement that the device has accepted. */
  | "statement-replaced"
  /** More changes in a day than the log's rule allows. */
  | "statement-changes-too-often"
  /** The checkpoint is not signed by the key that the page pins or one that follows it. */
  | "log-unsigned"
  /** Smaller than the log that the device has seen. */
  | "log-shrinks"
  /** Not a continuation of the log that the device has seen, or of what the statement says it continues. */
  | "log-forks"
  /** Not cosigned by the edge, or by a witness that the site requires. */
  | "witness-missing";
