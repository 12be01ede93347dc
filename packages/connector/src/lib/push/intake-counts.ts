/** Results of processed records. */
export interface IntakeCounts {
  /** Counted for the first time. */
  accepted: number;
  /** Already counted, by their ID. */
  repeated: number;
  /** Without consent: neither stored nor sent. */
  withoutConsent: number;
  /** Without a stated consent, such as an empty cell: neither stored nor sent, and no withdrawal. */
  unstatedConsent: number;
  /** Further rows of a record, as the mapping defines them. */
  continuations: number;
  /** With consent to an outdated policy version; treated as without consent. */
  outdatedConsent: number;
  /** With a consent older than the person's withdrawal; treated as without consent. */
  withdrawnSince: number;
  /** That withdraw a person's consent. */
  withdrawals: number;
  /** Without an identifier or description of a person. */
  unidentified: number;
  /** Unreadable and skipped. */
  skipped: number;
  /** Invalid identifiers, such as a phone number of three digits. */
  unreadableIdentifiers: number;
}

export function noCounts(): IntakeCounts {
  return {
    accepted: 0,
    repeated: 0,
    withoutConsent: 0,
    unstatedConsent: 0,
    continuations: 0,
    outdatedConsent: 0,
    withdrawnSince: 0,
    withdrawals: 0,
    unidentified: 0,
    skipped: 0,
    unreadableIdentifiers: 0,
  };
}

/** Adds `more` to `total`. */
export function addCounts(total: IntakeCounts, more: Readonly<IntakeCounts>): void {
  for (const name of Object.keys(total) as (keyof IntakeCounts)[]) total[name] += more[name];
}
