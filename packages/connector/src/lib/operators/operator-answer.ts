import { Problem } from "@sedge/protocol";
import * as v from "valibot";
import { OperatorsError } from "./operators-error.ts";

/** Largest response read, in bytes. A manifest has 1 KB; two shares of 512 elements have 48 KB. */
const MAX_ANSWER_BYTES = 131_072;

/** An operator's response: the requested value, or a refusal with the delay before the next attempt. */
export type OperatorAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      readonly problem: Problem;
      /** Whether the same request may succeed later. */
      readonly isTransient: boolean;
      /** In seconds; undefined if the operator states no delay. */
      readonly retryAfterSeconds: number | undefined;
    };

/**
 * Parses a response. @throws OperatorsError `not-an-operator` if it is neither the requested document nor a problem.
 */
export async function readAnswer<Schema extends v.GenericSchema>(
  schema: Schema,
  response: Response,
): Promise<OperatorAnswer<v.InferOutput<Schema>>> {
  const text = await response.text();
  const body = text.length > MAX_ANSWER_BYTES ? "" : text;
  if (response.ok) {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), body);
    if (parsed.success) return { ok: true, value: parsed.output };
  } else {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Problem), body);
    const seconds = Number(response.headers.get("retry-after"));
    const isTransient = response.status === 429 || response.status >= 500;
    if (parsed.success) {
      const retryAfterSeconds = seconds > 0 ? seconds : undefined;
      return { ok: false, problem: parsed.output, isTransient, retryAfterSeconds };
    }
  }
  throw new OperatorsError(
    "not-an-operator",
    `The endpoint responded with status ${response.status} and without a valid document.`,
  );
}
