/** A request in a ledger or on the network. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  /** UTF-8 text. */
  readonly body: string;
}

/** A ledger line with its status. */
export interface LedgerLine extends Sent {
  /** HTTP status; 0 before an answer, -1 after a network failure. */
  readonly status: number;
}

/** The comparison of all ledgers with the network. */
export interface LedgerCheck {
  readonly agree: boolean;
  /** Requests in both, byte for byte. */
  readonly matched: number;
  /** Requests on the network that no ledger has. Must be empty. */
  readonly unrecorded: readonly Sent[];
  /** Answered lines without a request on the network. Must be empty. */
  readonly unsent: readonly LedgerLine[];
  /** Unanswered lines without a request: written before sending, when the page then closed. */
  readonly interrupted: number;
}

const keyOf = ({ method, url, body }: Sent) => JSON.stringify([method, url, body]);

/** Compares all ledgers with all requests to the endpoint, as multisets: each request matches once. */
export function checkLedger(ledger: readonly LedgerLine[], network: readonly Sent[]): LedgerCheck {
  const open = new Map<string, LedgerLine[]>();
  // Matches answered lines first: of two equal lines, the unanswered one may never have been sent.
  for (const line of ledger.toSorted((a, b) => b.status - a.status)) {
    const same = open.get(keyOf(line));
    if (same) same.push(line);
    else open.set(keyOf(line), [line]);
  }
  const unrecorded = network.filter((sent) => open.get(keyOf(sent))?.shift() === undefined);
  const left = [...open.values()].flat();
  const unsent = left.filter(({ status }) => status > 0);
  return {
    agree: unrecorded.length === 0 && unsent.length === 0,
    matched: network.length - unrecorded.length,
    unrecorded,
    unsent,
    interrupted: left.length - unsent.length,
  };
}
