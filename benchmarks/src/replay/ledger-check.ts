/** One request as a ledger or the network has it. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  /** UTF-8 text. */
  readonly body: string;
}

/** A ledger's line with what came of it. */
export interface LedgerLine extends Sent {
  /** HTTP status; 0 while no answer has come, -1 when the network failed. */
  readonly status: number;
}

/** How the union of ledgers and the network agree. */
export interface LedgerCheck {
  readonly agree: boolean;
  /** Requests that are in both, byte for byte. */
  readonly matched: number;
  /** Requests on the network that no ledger has. Must be empty. */
  readonly unrecorded: readonly Sent[];
  /** Lines that were answered, of which the network knows nothing. Must be empty. */
  readonly unsent: readonly LedgerLine[];
  /** Lines without an answer that never reached the network: written before sending, and the page closed in between. */
  readonly interrupted: number;
}

const keyOf = ({ method, url, body }: Sent) => JSON.stringify([method, url, body]);

/** Compares all ledgers with all that reached the endpoint, as multisets: each request is matched once. */
export function checkLedger(ledger: readonly LedgerLine[], network: readonly Sent[]): LedgerCheck {
  const open = new Map<string, LedgerLine[]>();
  // Lines that were answered are matched first: of two equal ones, the unanswered may be the one that was never sent.
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
