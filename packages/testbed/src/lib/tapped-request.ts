/**
 * The result of a request at the tap.
 *
 * - `forwarded`: it reached its destination and the answer went back.
 * - `cut`: the tap stopped it, as when the device is offline. It reached no destination.
 * - `response-lost`: it reached its destination; the answer did not come back.
 * - `refused`: a tunnel (CONNECT) or upgrade, whose content the tap cannot read, or a request to another machine. It reached
 *   no destination.
 * - `failed`: the destination did not answer.
 */
export type TapOutcome = "forwarded" | "cut" | "response-lost" | "refused" | "failed";

/** A recorded request, byte for byte. */
export interface TappedRequest {
  /** When the tap had read the header section, in milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** The absolute URL from the request line; `host:port` for a refused tunnel. */
  readonly url: string;
  /** The destination, `scheme://host:port`. */
  readonly destination: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The raw bytes of the request: request line, headers and body. */
  readonly raw: Buffer;
  readonly outcome: TapOutcome;
  /** The destination's status; 0 without an answer. */
  readonly status: number;
  /** Milliseconds from the complete request to the complete answer at the tap; 0 without an answer. */
  readonly tookMs: number;
}

/** Whether the request reached its destination. */
export function reachedDestination({ outcome }: TappedRequest): boolean {
  return outcome === "forwarded" || outcome === "response-lost";
}
