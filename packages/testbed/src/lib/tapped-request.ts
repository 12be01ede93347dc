/**
 * What became of a request at the tap.
 *
 * - `forwarded`: it reached its destination and the answer went back.
 * - `cut`: stopped at the tap, as when the device is offline. It reached nobody.
 * - `response-lost`: it reached its destination; the answer did not come back.
 * - `refused`: a tunnel (CONNECT) or upgrade, whose inside nobody could read, or meant for another machine. It reached
 *   nobody.
 * - `failed`: the destination did not answer.
 */
export type TapOutcome = "forwarded" | "cut" | "response-lost" | "refused" | "failed";

/** One request that Chromium sent, byte for byte. */
export interface TappedRequest {
  /** Milliseconds since 1970, when its head had been read. */
  readonly at: number;
  readonly method: string;
  /** Absolute address, as in the request line; `host:port` for a refused tunnel. */
  readonly url: string;
  /** `scheme://host:port` it was meant for. */
  readonly destination: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The request as it came over the socket: request line, headers and body. */
  readonly raw: Buffer;
  readonly outcome: TapOutcome;
  /** Status that the destination answered; 0 where it answered nothing. */
  readonly status: number;
  /** Milliseconds from the whole request to the whole answer, as the tap saw it; 0 where there was no answer. */
  readonly tookMs: number;
}

/** Whether a destination had the request in hand. */
export function reachedDestination({ outcome }: TappedRequest): boolean {
  return outcome === "forwarded" || outcome === "response-lost";
}
