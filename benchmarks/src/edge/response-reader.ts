/** An HTTP/1.1 answer on a kept-alive connection. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

const END_OF_HEAD = Buffer.from("\r\n\r\n");
const END_OF_LINE = Buffer.from("\r\n");
/** The length of "HTTP/1.1 ", which precedes the three status digits (RFC 9112 section 4). */
const STATUS_AT = 9;

/** Statuses without a body, regardless of headers (RFC 9112 section 6.3). */
function isBodiless(status: number): boolean {
  return status === 204 || status === 304 || status < 200;
}

/** Decodes a chunked body that starts at `at`, and returns it with its end; undefined while incomplete. */
function chunkedBody(bytes: Buffer, at: number): { body: Buffer; end: number } | undefined {
  const parts: Buffer[] = [];
  let position = at;
  for (;;) {
    const line = bytes.indexOf(END_OF_LINE, position);
    if (line === -1) return undefined;
    const size = Number.parseInt(bytes.toString("latin1", position, line), 16);
    const end = line + END_OF_LINE.length + size;
    if (Number.isNaN(size)) throw new Error("a chunk without a size");
    if (bytes.length < end + END_OF_LINE.length) return undefined;
    if (size === 0) return { body: Buffer.concat(parts), end: end + END_OF_LINE.length };
    parts.push(bytes.subarray(line + END_OF_LINE.length, end));
    position = end + END_OF_LINE.length;
  }
}

/**
 * Splits the received bytes of a connection into answers. A minimal HTTP client, because a load generator that is slower than
 * the server measures itself: it reads only status, `Content-Length` and chunks.
 */
export class ResponseReader {
  #rest: Buffer = Buffer.alloc(0);

  /** The answers that `chunk` completes, in order. @throws Error for bytes that are not an HTTP/1.1 answer. */
  push(chunk: Buffer): HttpAnswer[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const answers: HttpAnswer[] = [];
    for (let next = this.#next(); next; next = this.#next()) answers.push(next);
    return answers;
  }

  #next(): HttpAnswer | undefined {
    const bytes = this.#rest;
    const headEnd = bytes.indexOf(END_OF_HEAD);
    if (headEnd === -1) return undefined;
    const head = bytes.toString("latin1", 0, headEnd);
    const status = Number(head.slice(STATUS_AT, STATUS_AT + 3));
    if (!head.startsWith("HTTP/1.1 ") || !(status >= 100))
      throw new Error(`not an HTTP/1.1 answer: ${head.slice(0, 40)}`);
    const bodyAt = headEnd + END_OF_HEAD.length;
    const found = this.#body(head, status, bodyAt);
    if (!found) return undefined;
    this.#rest = bytes.subarray(found.end);
    return { status, body: found.body };
  }

  #body(head: string, status: number, at: number): { body: Buffer; end: number } | undefined {
    if (isBodiless(status)) return { body: Buffer.alloc(0), end: at };
    if (/\r\ntransfer-encoding: *chunked/i.test(head)) return chunkedBody(this.#rest, at);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined) throw new Error("an answer without a length");
    const end = at + Number(length);
    return this.#rest.length < end ? undefined : { body: this.#rest.subarray(at, end), end };
  }
}
