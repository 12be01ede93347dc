import { Agent, request } from "node:http";
import { Problem } from "@sedge/protocol";
import * as v from "valibot";

/** A request of any method, headers and bytes. */
export interface RawRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** Ends the connection after the body, though more was announced. */
  readonly isCut?: boolean;
}

/** An answer, or that there was none. */
export interface RawAnswer {
  readonly status: number | "none";
  readonly type: string;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

const NONE: RawAnswer = { status: "none", type: "", retryAfter: undefined, text: "" };
const PATIENCE_MS = 60_000;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Sends a request as it is. A connection that breaks is no answer, not an error. */
export async function exchange({ method, url, headers = {}, body = "", isCut }: RawRequest): Promise<RawAnswer> {
  const { promise, resolve } = Promise.withResolvers<RawAnswer>();
  const bytes = Buffer.from(body);
  const length =
    bytes.length > 0 || method === "POST" ? { "content-length": String(bytes.length + (isCut ? 9 : 0)) } : {};
  const sent = request(url, { method, headers: { ...length, ...headers }, agent: isCut ? false : agent });
  sent.setTimeout(PATIENCE_MS, () => sent.destroy());
  sent.on("error", () => resolve(NONE));
  sent.on("close", () => setTimeout(() => resolve(NONE), 1_000));
  sent.on("response", (response) => {
    const parts: Buffer[] = [];
    response.on("data", (part: Buffer) => parts.push(part));
    response.on("error", () => resolve(NONE));
    response.on("close", () => resolve(NONE));
    response.on("end", () => {
      resolve({
        status: response.statusCode ?? 0,
        type: response.headers["content-type"] ?? "",
        retryAfter: response.headers["retry-after"],
        text: Buffer.concat(parts).toString(),
      });
    });
  });
  if (isCut) {
    sent.write(bytes, () => setTimeout(() => sent.destroy(), 5));
  } else sent.end(bytes);
  return promise;
}

/** What says that somebody has to wait for the second operator, or for an unfinished saga. */
const WAITS: ReadonlySet<string> = new Set([
  "aggregator-unavailable",
  "operators-disagree",
  "profile-unavailable",
  "storage-unavailable",
]);

/** Whether an answer's text, or a result of a delivery, asks for a later repeat: what was to be attacked is not there yet. */
export function asksToWait(text: string): boolean {
  return [...WAITS, "rate-limited"].some((code) => text.includes(`"${code}"`));
}

/** The code of a refusal; undefined if the answer is no problem document. */
export function codeOf({ status, type, text }: Pick<RawAnswer, "status" | "type" | "text">): string | undefined {
  try {
    const problem = v.parse(Problem, JSON.parse(text));
    return type === "application/problem+json" && problem.status === status ? problem.code : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What is wrong with an answer to anybody; undefined if nothing is. A refusal is a problem document with a known code, and of the
 * server's errors only those that name a wait are ever right.
 */
export function faultOf(answer: RawAnswer, method = "POST"): string | undefined {
  const { status, text, retryAfter } = answer;
  if (status === "none") return "no answer";
  if (/\n\s+at |\.[jt]s:\d+/.test(text)) return `status ${status} shows a stack: ${text.slice(0, 200)}`;
  if (status < 400 || method === "HEAD") return status >= 500 ? `status ${status}` : undefined;
  const code = codeOf(answer);
  if (code === undefined) return `status ${status} is no problem document: ${text.slice(0, 200)}`;
  if (status < 500) return undefined;
  return WAITS.has(code) && retryAfter !== undefined ? undefined : `status ${status}, ${code}`;
}
