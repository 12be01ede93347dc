import type { LedgerEntry } from "@sedge/client-sdk";
import type { TappedRequest } from "@sedge/testbed";

/** Where ledger and network part; both lists empty where they agree. */
export interface LedgerDifference {
  readonly onlyInLedger: string[];
  readonly onlyOnNetwork: string[];
}

/** What is compared: every byte that a page's code decides, and what became of it. */
function spelled(method: string, url: string, body: string, status: number): string {
  return `${method} ${url} ${status} ${body}`;
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
  return destination === edgeUrl || (new URL(url).pathname.startsWith("/sedge/") && headers["sec-fetch-dest"] === "empty");
}

/**
 * Compares the device's ledger with what the tap saw of it. Two kinds of entry may be missing on the network, as they
 * were written down before they were sent: one without an answer (-1), when the device was offline; and a public file
 * asked for again, when the browser had it in its cache.
 */
export function compareLedger(
  ledger: readonly LedgerEntry[],
  tapped: readonly TappedRequest[],
  edgeUrl: string,
): LedgerDifference {
  const onNetwork = tapped
    .filter((request) => isSedges(request, edgeUrl))
    .map((request) => spelled(request.method, request.url, request.body.toString("utf8"), statusAtDevice(request)));
  const seen = new Set(onNetwork);
  const onlyInLedger: string[] = [];
  for (const { method, url, body, status } of ledger) {
    const entry = spelled(method, url, body, status);
    const at = onNetwork.indexOf(entry);
    const isFromCache = method === "GET" && seen.has(entry);
    if (at >= 0) onNetwork.splice(at, 1);
    else if (status !== -1 && !isFromCache) onlyInLedger.push(entry);
  }
  return { onlyInLedger, onlyOnNetwork: onNetwork };
}

/** The comparison's outcome where nothing parts. */
export const AGREED: LedgerDifference = { onlyInLedger: [], onlyOnNetwork: [] };
