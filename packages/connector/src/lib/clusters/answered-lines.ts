import { ClusterLine } from "@sedge/protocol";
import * as v from "valibot";
import { OperatorsError } from "../operators/operators-error.ts";

/** Longest line that is read, in characters: a token, a cluster's id and three numbers are some 150. */
const MAX_LINE_CHARS = 1_024;

const Line = v.pipe(v.string(), v.parseJson(), ClusterLine);

/** The lines of an answer as they arrive, of which one at a time is held. @throws OperatorsError `not-an-operator` */
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
  return new OperatorsError("not-an-operator", "The endpoint answered an export with what is no line of clusters.");
}
