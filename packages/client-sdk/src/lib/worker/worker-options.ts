import { base64url, SiteId } from "@sedge/protocol";
import * as v from "valibot";
import { ConsentState } from "../consent-state.ts";

/** A folder of the site's own, or the name of a shipped set. */
const IntentSet = v.union([
  v.picklist(["intent-banking", "intent-general"]),
  v.strictObject({
    url: v.pipe(v.string(), v.url(), v.endsWith("/")),
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  }),
]);

/** One public key, or two with a space between. */
function isPins(text: string): boolean {
  const keys = text.split(" ");
  return keys.length <= 2 && keys.every((key) => v.is(base64url(32), key));
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
  aggregatorKey: v.exactOptional(v.pipe(v.string(), v.check(isPins))),
  country: v.exactOptional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))),
  withoutBackends: v.array(v.picklist(["webgpu", "wasm", "cpu"])),
  intents: IntentSet,
  consent: ConsentState,
});
