import { isSupportedVersion, MAX_CLOCK_SKEW_SECONDS, SUPPORTED_VERSIONS } from "@sedge/protocol";
import * as v from "valibot";
import { parse } from "./json-body.ts";
import { Refusal } from "./refusal.ts";

const Versioned = v.object({ version: v.number() });

/**
 * Parses a signed text after its signature was verified: checks the version, then the shape, then that it is for `site`.
 * @throws {Refusal} `unsupported-version` with the supported range, `malformed-request`
 */
export function messageOf<Message extends { readonly site: string }>(
  schema: v.GenericSchema<unknown, Message>,
  text: string,
  site: string,
): Message {
  const json = v.safeParse(v.pipe(v.string(), v.parseJson()), text);
  if (!json.success) throw new Refusal("malformed-request", { errors: ["message (not JSON)"] });
  if (v.is(Versioned, json.output) && !isSupportedVersion(json.output.version))
    throw new Refusal("unsupported-version", { supported: SUPPORTED_VERSIONS });
  const message = parse(schema, json.output);
  if (message.site !== site) throw new Refusal("malformed-request", { errors: ["site"] });
  return message;
}

/**
 * Rejects a message that was signed too long ago, or by a clock that is ahead.
 * @param issuedAt - By the signer's clock, as `now` in seconds since 1970.
 * @throws {Refusal} `stale-request`, with this operator's time
 */
export function checkClock(issuedAt: number, now: number): void {
  if (Math.abs(now - issuedAt) > MAX_CLOCK_SKEW_SECONDS) throw new Refusal("stale-request", { now });
}
