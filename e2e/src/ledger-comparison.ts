import type { LedgerEntry } from "@sedge/client-sdk";
import type { TappedRequest } from "@sedge/testbed";

/** Where ledger and network part; both lists empty where they agree. */
export interface LedgerDifference {
  readonly onlyInLedger: string[];
  readonly onlyOnNetwork: string[];
}

/** What is compared: every byte that Sedge's code decides. */
function spelled({ method, url }: { readonly method: string; readonly url: string }, body: string): string {
  return `${method} ${url} ${body}`;
}

/** What the ledger should say of a request's end: the status, or -1 where no answer came back. */
function statusAtDevice({ outcome, status }: TappedRequest): number {
  return outcome === "forwarded" ? status : -1;
}

/**
 * Whether a request was made by Sedge's code: everything that goes to the edge, and what is fetched (not loaded as a
 * script or worker) from Sedge's own static folder. A preflight is the browser's, and only repeats a request's address.
 */
function isSedges({ method, url, destination, headers }: TappedRequest, edgeUrl: string): boolean {
  if (method === "OPTIONS") return false;
  return (
    destination === edgeUrl || (new URL(url).pathname.startsWith("/sedge/") && headers["sec-fetch-dest"] === "empty")
  );
}

interface SentRequest {
  readonly words: string;
  /** Status as the device should have noted it. */
  readonly status: number;
}

/**
 * Compares the device's ledger with what the tap saw of it. Two kinds of entry may be missing on the network, as they
 * were written down before they were sent: one without an answer (0, -1), when the device was offline or the page went
 * away; and a public file asked for again, when the browser had it in its cache. One kind of request may be missing in the ledger: a GET
 * that got no answer and that the browser, of itself, sent again.
 */
export function compareLedger(
  ledger: readonly LedgerEntry[],
  tapped: readonly TappedRequest[],
  edgeUrl: string,
): LedgerDifference {
  const onNetwork = tapped
    .filter((request) => isSedges(request, edgeUrl))
    .map((request): SentRequest => ({
      words: spelled(request, request.body.toString("utf8")),
      status: statusAtDevice(request),
    }));
  const left = [...onNetwork];
  const isTaken = (isIt: (sent: SentRequest) => boolean): boolean => {
    const at = left.findIndex(isIt);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  };
  const entries = ledger.map(({ method, url, body, status }) => ({
    words: spelled({ method, url }, body),
    status,
    method,
  }));
  const isFromCache = ({ method, words, status }: SentRequest & { readonly method: string }) =>
    method === "GET" && onNetwork.some((sent) => sent.words === words && sent.status === status);
  const missing = entries.filter(
    (entry) =>
      entry.status !== 0 &&
      !isTaken((sent) => sent.words === entry.words && sent.status === entry.status) &&
      entry.status !== -1 &&
      !isFromCache(entry),
  );
  // Last, what the device never seen again: it may have had any answer, or never have left.
  for (const entry of entries.filter(({ status }) => status === 0)) isTaken((sent) => sent.words === entry.words);
  const isRepeated = ({ words, status }: SentRequest) =>
    status === -1 && words.startsWith("GET ") && entries.some((entry) => entry.words === words && entry.status === -1);
  const line = ({ words, status }: SentRequest) => `${status} ${words}`;
  return { onlyInLedger: missing.map(line), onlyOnNetwork: left.filter((sent) => !isRepeated(sent)).map(line) };
}

/** The comparison's outcome where nothing parts. */
export const AGREED: LedgerDifference = { onlyInLedger: [], onlyOnNetwork: [] };
