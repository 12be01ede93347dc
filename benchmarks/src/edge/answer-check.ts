import * as v from "valibot";
import type { Exchange } from "./load.ts";

/** An unexpected answer. A bench that measures refusals is meaningless. */
export class BadAnswerError extends Error {
  override readonly name = "BadAnswerError";
}

const SHOWN_CHARS = 200;

function refuse({ status, body }: Exchange, why: string): never {
  throw new BadAnswerError(`${why}: status ${status}, body ${body.toString("utf8", 0, SHOWN_CHARS) || "(empty)"}`);
}

/** Rejects any other status. */
export function expectStatus(exchange: Exchange, status: number): void {
  if (exchange.status !== status) refuse(exchange, `expected status ${status}`);
}

/**
 * A check of status 200, of the body's schema, and of `isExpected`. Equal bodies, which the load stores once, are parsed once.
 */
export function jsonCheck<Schema extends v.GenericSchema>(
  schema: Schema,
  isExpected: (answer: v.InferOutput<Schema>, exchange: Exchange) => boolean = () => true,
): (exchange: Exchange) => void {
  const parsed = new WeakMap<Buffer, v.InferOutput<Schema>>();
  return (exchange) => {
    expectStatus(exchange, 200);
    let answer = parsed.get(exchange.body);
    if (answer === undefined) {
      const result = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), exchange.body.toString());
      if (!result.success) refuse(exchange, "body does not match the wire schema");
      answer = result.output;
      parsed.set(exchange.body, answer);
    }
    if (!isExpected(answer, exchange)) refuse(exchange, "answer of another request");
  };
}
