import { problem, type ProblemCode, type ProblemDetails } from "@sedge/protocol";
import { PrfError } from "@sedge/privacy/prf";

/** Longest `Retry-After`, in seconds: a day, after which every budget has renewed. */
const MAX_RETRY_SECONDS = 86_400;

/**
 * Throw it to refuse a request. It becomes the RFC 9457 document of its code; nothing else of it reaches the client or
 * the log.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: ProblemCode;
  readonly extra: ProblemDetails;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, extra: ProblemDetails = {}, headers: Readonly<Record<string, string>> = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
    this.headers = headers;
  }

  /** A refusal with the time after which to retry, in whole seconds from 1 to a day (`Retry-After`, RFC 9110 section 10.2.3). */
  static retryLater(code: ProblemCode, seconds: number): Refusal {
    const whole = Math.min(MAX_RETRY_SECONDS, Math.max(1, Math.ceil(seconds)));
    return new Refusal(code, {}, { "retry-after": String(whole) });
  }

  toResponse(): Response {
    const document = problem(this.code, this.extra);
    return new Response(JSON.stringify(document), {
      status: document.status,
      headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...this.headers },
    });
  }
}

/** Runs `work`. @throws {Refusal} `bad-group-element` if it finds bytes that are not a group element */
export function refusingElements<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof PrfError && error.code === "bad-group-element") throw new Refusal("bad-group-element");
    throw error;
  }
}
