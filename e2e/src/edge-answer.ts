import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { Problem } from "@sedge/protocol";
import { EDGE_ROUTES, type EdgeRouteName } from "@sedge/protocol/routes";
import * as v from "valibot";

/** The site that every test deployment contains. */
export const SITE = "demo";

/** An answer of the edge: the status, and the body as JSON where it parses. */
export interface EdgeAnswer {
  readonly status: number;
  readonly type: string;
  readonly json: unknown;
}

/** The code of a refusal. Throws unless the answer is a problem document (RFC 9457). */
export function problemOf({ status, type, json }: EdgeAnswer): string {
  const problem = v.parse(Problem, json);
  if (type !== "application/problem+json" || problem.status !== status || !problem.type.endsWith(`/${problem.code}`)) {
    throw new Error(`not a problem document: ${type} ${JSON.stringify(json)}`);
  }
  return problem.code;
}

/** The address of an edge route. */
export function addressOf(edgeUrl: string, route: EdgeRouteName): string {
  return `${edgeUrl}${EDGE_ROUTES[route].path.replace(":site", SITE)}`;
}

/** Sends bytes to the edge. Throws when there is no answer. */
export async function post(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<EdgeAnswer> {
  const response = await fetch(url, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
  return answerOf(response.status, response.headers.get("content-type") ?? "", await response.text());
}

/** Sends a body in chunks, without a content length. */
export async function postInPieces(url: string, pieces: readonly string[]): Promise<EdgeAnswer> {
  const outgoing = request(url, { method: "POST", headers: { "content-type": "application/json" } });
  for (const piece of pieces) outgoing.write(piece);
  outgoing.end();
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  outgoing.once("response", resolve);
  outgoing.once("error", reject);
  const answer = await promise;
  return answerOf(answer.statusCode ?? 0, answer.headers["content-type"] ?? "", await text(answer));
}

function answerOf(status: number, type: string, body: string): EdgeAnswer {
  try {
    return { status, type, json: JSON.parse(body) };
  } catch {
    // Not JSON: return the text.
    return { status, type, json: body };
  }
}
