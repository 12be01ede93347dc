import type { LedgerEntry } from "@sedge/client-sdk";
import type { TappedRequest } from "@sedge/testbed";

/** Differences between the ledger and the network. Both lists are empty when they agree. */
export interface LedgerDifference {
  readonly onlyInLedger: string[];
  readonly onlyOnNetwork: string[];
}

/** The text that is compared: every byte that Sedge's code decides. */
function requestText({ method, url }: { readonly method: string; readonly url: string }, body: string): string {
  return `${method} ${url} ${body}`;
}

/** The status that the ledger should record for a request: -1 if no answer came back. */
function statusAtDevice({ outcome, status }: TappedRequest): number {
  return outcome === "forwarded" ? status : -1;
}

/**
 * Whether Sedge's code made a request: everything that goes to the edge, and fetches (not script or worker loads) from
 * Sedge's static folder. The browser sends preflights itself; they only repeat a request's address.
 */
function isFromSedge({ method, url, destination, headers }: TappedRequest, edgeUrl: string): boolean {
  if (method === "OPTIONS") return false;
  return (
    destination === edgeUrl || (new URL(url).pathname.startsWith("/sedge/") && headers["sec-fetch-dest"] === "empty")
  );
}

interface SentRequest {
  readonly text: string;
  /** The status that the device should have recorded. */
  readonly status: number;
}

/**
 * Compares the device's ledger with the requests that the tap recorded. Two kinds of entry may be missing on the network,
 * because the ledger is written before sending: an entry without an answer (0, -1), when the device was offline or the page
 * was left; and a repeated public file, when the browser had it in its cache. One kind of request may be missing in the
 * ledger: a GET without an answer that the browser retried by itself.
 */
export function compareLedger(
  ledger: readonly LedgerEntry[],
  tapped: readonly TappedRequest[],
  edgeUrl: string,
): LedgerDifference {
  const onNetwork = tapped
    .filter((request) => isFromSedge(request, edgeUrl))
    .map((request): SentRequest => ({
      text: requestText(request, request.body.toString("utf8")),
      status: statusAtDevice(request),
    }));
  const left = [...onNetwork];
  const isTaken = (isIt: (sent: SentRequest) => boolean): boolean => {
    const at = left.findIndex(isIt);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  };
  const entries = ledger.map(({ method, url, body, status }) => ({
    text: requestText({ method, url }, body),
    status,
    method,
  }));
  const isFromCache = ({ method, text, status }: SentRequest & { readonly method: string }) =>
    method === "GET" && onNetwork.some((sent) => sent.text === text && sent.status === status);
  const missing = entries.filter(
    (entry) =>
      entry.status !== 0 &&
      !isTaken((sent) => sent.text === entry.text && sent.status === entry.status) &&
      entry.status !== -1 &&
      !isFromCache(entry),
  );
  // Last, entries without a recorded end: they may have had any answer, or may never have left.
  for (const entry of entries.filter(({ status }) => status === 0)) isTaken((sent) => sent.text === entry.text);
  const isRepeated = ({ text, status }: SentRequest) =>
    status === -1 && text.startsWith("GET ") && entries.some((entry) => entry.text === text && entry.status === -1);
  const line = ({ text, status }: SentRequest) => `${status} ${text}`;
  return { onlyInLedger: missing.map(line), onlyOnNetwork: left.filter((sent) => !isRepeated(sent)).map(line) };
}

/** The result when ledger and network agree. */
export const AGREED: LedgerDifference = { onlyInLedger: [], onlyOnNetwork: [] };
