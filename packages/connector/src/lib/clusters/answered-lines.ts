import { ClusterLine } from "@sedge/protocol";
import * as v from "valibot";
import { OperatorsError } from "../operators/operators-error.ts";

/** Longest accepted line, in characters. A token, a cluster ID and three numbers need about 150. */
const MAX_LINE_CHARS = 1_024;

const Line = v.pipe(v.string(), v.parseJson(), ClusterLine);

/** Yields the lines of a response as they arrive, one at a time in memory. @throws OperatorsError `not-an-operator` */
export async function* answeredLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ClusterLine> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  for await (const part of bytes) {
    const lines = (rest + decoder.decode(part, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield parsed(line);
    if (rest.length > MAX_LINE_CHARS) throw notLines();
  }
}

function parsed(line: string): ClusterLine {
  const result = v.safeParse(Line, line);
  if (result.success) return result.output;
  throw notLines();
}

function notLines(): OperatorsError {
  return new OperatorsError("not-an-operator", "The endpoint sent an export line that is not a cluster.");
}
