import type { SedgeErrorCode } from "../../sedge-error-code.ts";
import { Problem } from "@sedge/protocol";
import * as v from "valibot";
import type { WireAnswer } from "./wire.ts";

/** What the edge answered: the route's answer, or why not. */
export type EdgeAnswered<Answer> =
  | { readonly ok: true; readonly value: Answer }
  | {
      readonly ok: false;
      readonly status: number;
      /** The problem's stable code; `network-failed` without an answer, `bad-answer` for one that is not understood. */
      readonly code: SedgeErrorCode;
      /** With `stale-request`: the edge's clock, seconds since 1970. */
      readonly edgeNow: number | undefined;
      readonly retryAfterSeconds: number | undefined;
    };

/** Parses an answer by the route's schema, and a refusal as the problem document it should be. */
export function readAnswer<Answer>(
  schema: v.GenericSchema<unknown, Answer>,
  { status, bytes, retryAfterSeconds }: WireAnswer,
): EdgeAnswered<Answer> {
  const json = jsonOf(bytes);
  if (status >= 200 && status < 300) {
    const parsed = v.safeParse(schema, json);
    if (parsed.success) return { ok: true, value: parsed.output };
    return { ok: false, status, code: "bad-answer", edgeNow: undefined, retryAfterSeconds };
  }
  const problem = v.safeParse(Problem, json);
  const unread = status === -1 ? "network-failed" : "bad-answer";
  return {
    ok: false,
    status,
    code: problem.success ? problem.output.code : unread,
    edgeNow: problem.success ? problem.output.now : undefined,
    retryAfterSeconds,
  };
}

/** What the bytes say as JSON in UTF-8; undefined where they say nothing. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
