/** What became of records, by how many. */
export interface IntakeCounts {
  /** Counted for the first time. */
  taken: number;
  /** Counted before, by their id. */
  repeated: number;
  /** Without consent: neither kept nor sent. */
  withoutConsent: number;
  /** With a consent to another text than the site's present one: as without. */
  outdatedConsent: number;
  /** With a consent that was given before it was withdrawn: as without. */
  withdrawnSince: number;
  /** That withdraw somebody's consent. */
  withdrawals: number;
  /** Without anything that says whose they are. */
  nobodys: number;
  /** That could not be read, and were left out. */
  skipped: number;
  /** Identifiers that are none, such as a phone number of three digits. */
  unreadableIdentifiers: number;
}

export function noCounts(): IntakeCounts {
  return {
    taken: 0,
    repeated: 0,
    withoutConsent: 0,
    outdatedConsent: 0,
    withdrawnSince: 0,
    withdrawals: 0,
    nobodys: 0,
    skipped: 0,
    unreadableIdentifiers: 0,
  };
}

/** Adds up counts. */
export function addCounts(total: IntakeCounts, more: Readonly<IntakeCounts>): void {
  for (const name of Object.keys(total) as (keyof IntakeCounts)[]) total[name] += more[name];
}
