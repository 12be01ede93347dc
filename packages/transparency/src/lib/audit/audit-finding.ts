/** What an entry breaks. */
export type AuditFinding =
  /** Neither a statement nor a succession of this log. */
  | "entry-invalid"
  /** Lacks a signature that it needs. */
  | "entry-unsigned"
  /** Not the number after the site's last, or a first one that says it is not. */
  | "statement-number"
  /** Its history is not that of the site's statements in this log. */
  | "statement-history"
  /** More than the log's rule allows in a day, or issued before the last. */
  | "statement-changes-too-often";
