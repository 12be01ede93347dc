import { base64url, SiteId } from "@sedge/protocol";
import * as v from "valibot";
import { ConsentState } from "../consent-state.ts";

/** Two PRF keys while they rotate, a log and three witnesses. */
const MAX_PINS = 6;
/** `origin+id+key`, as `@sedge/transparency` reads it. */
const VERIFIER_KEY = /^[A-Za-z0-9._/:-]{1,80}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/;

/** A folder of the site's own, or the name of a shipped set. */
const IntentSet = v.union([
  v.picklist(["intent-banking", "intent-general"]),
  v.strictObject({
    url: v.pipe(v.string(), v.url(), v.endsWith("/")),
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  }),
]);

/** PRF public keys, and verifier keys of a log and of witnesses, with spaces between. */
function isPins(text: string): boolean {
  const keys = text.split(" ");
  return keys.length <= MAX_PINS && keys.every((key) => v.is(base64url(32), key) || VERIFIER_KEY.test(key));
}

const address = v.pipe(v.string(), v.url());

/** What `start` takes, parsed: see `WorkerOptions`. */
export const WorkerOptionsSchema = v.strictObject({
  site: v.pipe(
    v.string(),
    v.check((name) => v.is(SiteId, name)),
  ),
  endpoint: address,
  assets: v.pipe(address, v.endsWith("/")),
  channel: v.picklist(["web", "app"]),
  aggregatorKey: v.optional(v.pipe(v.string(), v.check(isPins))),
  country: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))),
  withoutBackends: v.array(v.picklist(["webgpu", "wasm", "cpu"])),
  intents: IntentSet,
  consent: ConsentState,
});
